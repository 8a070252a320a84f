package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of a tenant's leases at one time. The heartbeats are read after the leases: who is found gone then has
 * not held a lease since it was read, unless it has changed the document.
 *
 * @param begun when the heartbeats were asked for, in nanoseconds
 */
record Look(Map<String, Found> leases, List<StateDocument> heartbeats, long begun) {
    private static final int PAGE = 1000;

    /** A lease, and the revision of its document. */
    record Found(StoredLease lease, Revision revision) {
        static final Found NONE = new Found(new StoredLease("", 0), Revision.ABSENT);
    }

    /** Fails as the store does. */
    static CompletionStage<Look> at(StateStorage states, TenantId tenant, LongSupplier nanos) {
        return list(states, tenant, StoredLease.COLLECTION, null, new ArrayList<>())
                .thenCompose(leases -> {
                    long begun = nanos.getAsLong();
                    Map<String, Found> found = new HashMap<>();
                    leases.forEach(document -> found.put(
                            document.name().name(), new Found(StoredLease.decode(document), document.revision())));
                    return list(states, tenant, Heartbeat.COLLECTION, null, new ArrayList<>())
                            .thenApply(heartbeats -> new Look(found, heartbeats, begun));
                });
    }

    Found of(String lease) {
        return leases.getOrDefault(lease, Found.NONE);
    }

    private static CompletionStage<List<StateDocument>> list(
            StateStorage states, TenantId tenant, String collection, @Nullable String after, List<StateDocument> read) {
        return states.list(tenant, collection, after, PAGE).thenCompose(page -> {
            read.addAll(page.documents());
            return page.next() == null
                    ? CompletableFuture.completedFuture(read)
                    : list(states, tenant, collection, page.next(), read);
        });
    }
}
