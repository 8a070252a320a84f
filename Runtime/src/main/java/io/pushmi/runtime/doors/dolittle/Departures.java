package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.processing.ProcessorId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that are leaving: their processors still finish and save. A client that takes the place of one, which may
 * be the same one again, waits for that instead of being sent away. May be used by any number of threads.
 */
final class Departures {
    private final Map<ProcessorId, CompletionStage<Void>> leaving = new ConcurrentHashMap<>();

    /** @param left completes when the place is free; never fails */
    void begin(ProcessorId id, CompletionStage<Void> left) {
        leaving.put(id, left);
        CompletionStage<Void> unused = left.thenRun(() -> leaving.remove(id, left));
    }

    /** Completes when nobody is leaving the place any more, which says nothing of whether somebody has it. */
    CompletionStage<Void> awaitFrom(ProcessorId id) {
        CompletionStage<Void> left = leaving.get(id);
        return left == null ? CompletableFuture.completedFuture(null) : left;
    }
}
