package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Counts what is under way, so that closing can wait for it. Safe for any thread. */
final class InFlight {
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private int count;
    private boolean isClosed;

    /** Does the work, unless closed: then it fails, and nothing is begun. */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> work) {
        synchronized (this) {
            if (isClosed) {
                return CompletableFuture.failedFuture(new StorageUnavailable("the store is closed", null));
            }
            count++;
        }
        CompletionStage<T> result;
        try {
            result = work.get();
        } catch (RuntimeException | Error failed) {
            left();
            throw failed;
        }
        return result.whenComplete((answer, failure) -> left());
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Completes when the last of what was begun before is done. */
    CompletionStage<Void> close() {
        boolean isIdle;
        synchronized (this) {
            isClosed = true;
            isIdle = count == 0;
        }
        if (isIdle) {
            finished.complete(null);
        }
        return finished;
    }

    private void left() {
        boolean isLast;
        synchronized (this) {
            count--;
            isLast = isClosed && count == 0;
        }
        if (isLast) {
            finished.complete(null);
        }
    }
}
