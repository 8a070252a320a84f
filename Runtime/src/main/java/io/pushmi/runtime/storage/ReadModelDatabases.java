package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The databases in which tenants read copies of their read models. They may be elsewhere than the store.
 *
 * <p>Everything here may be done again, also late: what is older never takes the place of what is newer. Documents of
 * another maker count as older. May be used by any number of threads; nothing blocks. Stages fail with {@link
 * StorageUnavailable}, whose message has no credentials; nobody knows then what was done, and the same call may succeed
 * later.
 */
public interface ReadModelDatabases {
    /** Whether the tenant has one. */
    boolean has(TenantId tenant);

    /** Removes from a collection what is not of this edition or a later one of its maker. */
    CompletionStage<Void> begin(CopyCollection collection, CopyEdition edition);

    /**
     * Makes changes of a collection that was begun. A change does nothing where the collection has a document of that key
     * that is of a later edition, or of the same one with a later event in it.
     *
     * @param changes each of another key
     * @return one sentence for each document that the database will never take, saying why; empty if it took all
     */
    CompletionStage<List<String>> change(CopyCollection collection, CopyEdition edition, List<CopyChange> changes);
}
