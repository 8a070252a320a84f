package io.pushmi.runtime.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Runs things later, so that no thread has to wait. */
interface Delays {
    /** Runs the task once, after the delay, on a thread that it must not hold up. */
    void after(Duration delay, Runnable task);

    /** Completes on the executor after the delay. */
    default CompletionStage<Void> pass(Duration delay, Executor executor) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        after(delay, () -> executor.execute(() -> over.complete(null)));
        return over;
    }

    /** The time that delays are counted in: nanoseconds since some moment, never going backwards. */
    default long now() {
        return System.nanoTime();
    }
}
