package io.pushmi.runtime.leases;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The leases of a Runtime that has its store for itself: who comes first holds a lease until it is released, and the next
 * in line has it at once. Nothing is stored, so numbers begin anew with each start of the Runtime.
 */
public final class SoleLeases implements Leases {
    private final InTurn inTurn = new InTurn(() -> {});
    private final Map<LeaseId, Line> lines = new HashMap<>();
    private long lastNumber;

    @Override
    public Claim claim(LeaseId lease, Claimant claimant) {
        Line.Waiting claim = new Line.Waiting(claimant);
        inTurn.run(() -> add(lease, claim));
        return () -> release(lease, claim);
    }

    @Override
    public boolean areShared() {
        return false;
    }

    private void add(LeaseId lease, Line.Waiting claim) {
        Line line = lines.computeIfAbsent(lease, unclaimed -> new Line());
        line.add(claim);
        if (!line.isHeld()) {
            hold(line);
        }
    }

    private CompletionStage<Void> release(LeaseId lease, Line.Waiting claim) {
        claim.isReleased = true;
        inTurn.run(() -> {
            if (!claim.released.isDone()) {
                remove(lease, claim);
                claim.released.complete(null);
            }
        });
        return claim.released.copy();
    }

    private void remove(LeaseId lease, Line.Waiting claim) {
        Line line = lines.get(lease);
        if (line == null) {
            return;
        }
        line.remove(claim);
        if (line.isEmpty()) {
            lines.remove(lease);
        } else if (line.isHeldBy(claim)) {
            hold(line);
        }
    }

    private void hold(Line line) {
        lastNumber++;
        line.hold(new FencingNumber(lastNumber));
    }
}
