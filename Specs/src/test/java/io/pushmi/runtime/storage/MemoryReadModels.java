package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Databases for read models in memory, one for every tenant unless it is told otherwise. */
public final class MemoryReadModels implements ReadModelDatabases {
    private final Map<CopyCollection, Map<String, Stored>> collections = new HashMap<>();
    private boolean isConfigured = true;
    private int unanswered;

    private record Stored(CopyEdition edition, long through, CopyValue.Fields document) {
        boolean isNewerThan(CopyEdition other, long otherThrough) {
            return edition.maker().equals(other.maker())
                    && (edition.number() > other.number()
                            || (edition.number() == other.number() && through > otherThrough));
        }
    }

    /** From now on no tenant has one. */
    public void unconfigure() {
        isConfigured = false;
    }

    /** Fails to answer so many calls, which it does not follow. */
    public synchronized void lose(int calls) {
        unanswered = calls;
    }

    /** The documents of a collection by their keys. */
    public synchronized Map<String, CopyValue.Fields> documents(CopyCollection collection) {
        Map<String, CopyValue.Fields> documents = new TreeMap<>();
        collections.getOrDefault(collection, Map.of()).forEach((key, stored) -> documents.put(key, stored.document()));
        return documents;
    }

    @Override
    public boolean has(TenantId tenant) {
        return isConfigured;
    }

    @Override
    public CompletionStage<Void> begin(CopyCollection collection, CopyEdition edition) {
        return answer(() -> {
                    in(collection)
                            .values()
                            .removeIf(stored -> !stored.edition().maker().equals(edition.maker())
                                    || stored.edition().number() < edition.number());
                    return edition;
                })
                .thenAccept(begun -> {});
    }

    @Override
    public CompletionStage<List<String>> change(
            CopyCollection collection, CopyEdition edition, List<CopyChange> changes) {
        return answer(() -> {
            changes.forEach(change -> make(in(collection), edition, change));
            return List.of();
        });
    }

    private static void make(Map<String, Stored> documents, CopyEdition edition, CopyChange change) {
        Stored before = documents.get(change.key());
        if (before != null && before.isNewerThan(edition, change.through())) {
            return;
        }
        if (change instanceof CopyChange.Put put) {
            documents.put(put.key(), new Stored(edition, put.through(), put.document()));
        } else {
            documents.remove(change.key());
        }
    }

    private Map<String, Stored> in(CopyCollection collection) {
        return collections.computeIfAbsent(collection, first -> new HashMap<>());
    }

    private interface Work<T> {
        T work();
    }

    private synchronized <T> CompletionStage<T> answer(Work<T> work) {
        return unanswered-- > 0
                ? CompletableFuture.failedFuture(new StorageUnavailable("the database does not answer", null))
                : CompletableFuture.completedFuture(work.work());
    }
}
