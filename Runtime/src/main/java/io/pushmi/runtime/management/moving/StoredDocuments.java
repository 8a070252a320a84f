package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents of a collection one by one, in the order of their names, of which only a page is in memory. */
final class StoredDocuments {
    /** A page of the largest documents is more than anybody has room for. */
    private static final int PAGE = 16;

    /**
     * What Runtimes tell one another while they run, and no other store has a use for. Leases are moved: processors' states
     * carry their numbers, which must not begin anew.
     */
    private static final Set<String> STAYING = Set.of("runtimes");

    private final OpenStore store;
    private final TenantId tenant;
    private final String collection;
    private final Deque<StateDocument> page = new ArrayDeque<>();
    private @Nullable String after;
    private boolean isAtEnd;

    StoredDocuments(OpenStore store, TenantId tenant, String collection) {
        this.store = store;
        this.tenant = tenant;
        this.collection = collection;
    }

    /** The tenant's collections that are moved. */
    static Set<String> collections(OpenStore store, TenantId tenant) {
        Set<String> moved = new HashSet<>(store.waiting().await(store.states().collections(tenant)));
        moved.removeAll(STAYING);
        return moved;
    }

    /** The next document, or null at the end of the collection. */
    @Nullable
    StateDocument next() {
        while (page.isEmpty() && !isAtEnd) {
            StatePage read = store.waiting().await(store.states().list(tenant, collection, after, PAGE));
            page.addAll(read.documents());
            after = read.next();
            isAtEnd = after == null;
        }
        return page.poll();
    }
}
