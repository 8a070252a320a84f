package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries what must be done again until the store lets it, waiting longer each time. */
public final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ScheduledExecutorService timer;

    public Retries(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * What the first attempt comes to that does not find the store unavailable; whatever else goes wrong, trying again
     * would not help. Fails with {@link StorageUnavailable} when the timer has stopped.
     *
     * @param what is tried, for the log
     */
    public <T> CompletionStage<T> until(String what, Supplier<CompletionStage<T>> attempt) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(what, attempt, FIRST, result);
        return result;
    }

    /** Runs something once, later, unless the timer stops before. False if it has stopped. */
    boolean after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The Runtime is stopping: {}", stopped.toString());
            return false;
        }
    }

    private <T> void attempt(
            String what, Supplier<CompletionStage<T>> attempt, Duration delay, CompletableFuture<T> result) {
        CompletionStage<T> unused = begin(attempt).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                failed(what, attempt, delay, cause(failure), result);
            }
        });
    }

    private <T> void failed(
            String what,
            Supplier<CompletionStage<T>> attempt,
            Duration delay,
            Throwable cause,
            CompletableFuture<T> result) {
        if (!(cause instanceof StorageUnavailable)) {
            LOG.error("{} failed", what, cause);
            result.completeExceptionally(cause);
            return;
        }
        Duration next = delay.multipliedBy(2).compareTo(LONGEST) < 0 ? delay.multipliedBy(2) : LONGEST;
        if (after(delay, () -> attempt(what, attempt, next, result))) {
            LOG.warn("{} has to wait, trying again in {} ms: {}", what, delay.toMillis(), cause.getMessage());
        } else {
            result.completeExceptionally(cause);
        }
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** What went wrong, without what a stage wrapped it in. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
