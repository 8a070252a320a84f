package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The storage contract of small named documents: processor states, leases, definitions, read models.
 *
 * <p>Threads and failures are as in {@link EventLogStorage}. When a change fails nobody knows whether it was made; read
 * the document before the next try.
 */
public interface StateStorage {
    /** The largest content of a document, in bytes. */
    int MAXIMUM_SIZE = 12 * 1024 * 1024;

    /** The document as of this call or later, if it exists. */
    CompletionStage<Optional<StateDocument>> get(StateName name);

    /**
     * Makes each change whose expectation holds, and durable. The changes are independent of one another and of
     * different documents; results come in the order of the changes.
     *
     * <p>The stage fails with {@link IllegalArgumentException}, and nothing changes, when a content is too large or two
     * changes name one document.
     */
    CompletionStage<List<StateResult>> change(List<StateChange> changes);

    /**
     * The documents of a collection.
     *
     * @param after the name to go on after, or null to begin
     * @param limit the largest number of documents to return, at least 1
     */
    CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit);

    /** The names of the tenant's collections that have documents, each once and in no order. */
    CompletionStage<Set<String>> collections(TenantId tenant);
}
