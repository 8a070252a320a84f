package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.Verification;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a store of any kind by asking it: whether what it says of its logs in one way is what it says in every other.
 * Takes a few reads for each commit, and memory only within a bound.
 */
public final class StoreVerification {
    private final OpenStore store;
    private final Verification.Listener listener;
    private long logs;
    private long commits;
    private long events;
    private long aggregates;
    private long keys;
    private long documents;
    private long findings;

    public StoreVerification(OpenStore store, Verification.Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Checks everything, and blocks until that is done. What is wrong is told to the listener, which counts events. */
    public Verification run() {
        List<LogId> all = new ArrayList<>();
        long expected = 0;
        for (TenantId tenant : store.tenants()) {
            for (LogName name : store.waiting().await(store.logs().names(tenant))) {
                LogId log = new LogId(tenant, name);
                all.add(log);
                expected += store.waiting().await(store.logs().head(log)).next().value();
            }
        }
        Steps steps = new Steps(listener, expected);
        for (LogId log : all) {
            check(log, steps);
        }
        for (TenantId tenant : store.tenants()) {
            for (String collection : store.waiting().await(store.states().collections(tenant))) {
                count(tenant, collection);
            }
        }
        return new Verification(logs, commits, events, aggregates, keys, documents, findings);
    }

    void found(@Nullable LogId log, @Nullable SequenceNumber position, String problem) {
        findings++;
        listener.found(new Finding(log, position, problem));
    }

    private void check(LogId log, Steps steps) {
        LogVerification one = new LogVerification(store, log, this::found, steps);
        try {
            one.run();
        } catch (StorageDamaged damaged) {
            found(log, one.end(), "from here on it cannot be read: " + damaged.getMessage());
        }
        logs++;
        commits += one.commits();
        events += one.end().value();
        aggregates += one.aggregates();
        keys += one.keys();
    }

    private void count(TenantId tenant, String collection) {
        StoredDocuments stored = new StoredDocuments(store, tenant, collection);
        try {
            while (stored.next() != null) {
                documents++;
            }
        } catch (StorageDamaged damaged) {
            found(
                    null,
                    null,
                    "the state documents " + tenant + "/" + collection + " cannot all be read: "
                            + damaged.getMessage());
        }
    }
}
