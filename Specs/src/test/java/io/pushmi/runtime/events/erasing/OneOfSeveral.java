package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.leases.Claim;
import io.pushmi.runtime.leases.Claimant;
import io.pushmi.runtime.leases.LeaseId;
import io.pushmi.runtime.leases.Leases;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The leases of one of several Runtimes, which may go. */
final class OneOfSeveral implements Leases {
    private final Leases common;
    private final List<Held> held = new CopyOnWriteArrayList<>();

    private record Held(Claimant claimant, Claim claim) {}

    /** @param common what all of them have their leases from */
    OneOfSeveral(Leases common) {
        this.common = common;
    }

    @Override
    public Claim claim(LeaseId lease, Claimant claimant) {
        Claim claim = common.claim(lease, claimant);
        held.add(new Held(claimant, claim));
        return claim;
    }

    @Override
    public boolean areShared() {
        return true;
    }

    /** This Runtime has its leases no more; others may. */
    void go() {
        held.forEach(each -> {
            each.claimant().lost();
            CompletionStage<Void> unused = each.claim().release();
        });
        held.clear();
    }
}
