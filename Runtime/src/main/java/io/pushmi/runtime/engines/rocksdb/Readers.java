package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.rocksdb.RocksDBException;

/** Reads on threads of its own, few of them, so that nobody who asks ever waits for a disk. */
final class Readers {
    private final Store store;
    private final Executor executor;

    Readers(Store store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** @param where what is being read, for whoever is told that it cannot be */
    <T> CompletionStage<T> read(String where, Store.Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(result, where, work));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new StorageUnavailable("the store is closed", closed));
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, String where, Store.Work<T> work) {
        T read;
        try {
            read = store.use(work);
        } catch (RocksDBException failed) {
            result.completeExceptionally(Failures.of(where, failed));
            return;
        } catch (RuntimeException | Error failed) {
            result.completeExceptionally(failed);
            return;
        }
        result.complete(read);
    }
}
