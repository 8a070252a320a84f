package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.LogId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One erasure of a log at a time: what remains of an event is worked out from what it was, so that of two at once one
 * would bring back what the other took away.
 */
final class Turns {
    private final Map<LogId, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Begins the work when all that took its turn before is done, however that ended. */
    <T> CompletionStage<T> take(LogId log, Supplier<CompletionStage<T>> work) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> before = last.put(log, over);
        return (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                .thenCompose(begins -> work.get())
                .whenComplete((result, failure) -> {
                    last.remove(log, over);
                    over.complete(null);
                });
    }
}
