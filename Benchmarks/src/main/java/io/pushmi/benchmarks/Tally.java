package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/** Counts and times the calls of all callers of one load, from any thread. */
final class Tally {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final int DIGITS = 3;

    /** For calls that have begun when the time is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Limit limit;
    private final AtomicHistogram times = new AtomicHistogram(LONGEST, DIGITS);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch working;
    private final long start = System.nanoTime();
    private volatile long end = start;

    Tally(int callers, Limit limit) {
        this.limit = limit;
        working = new CountDownLatch(callers);
    }

    /** Whether one more call may begin. */
    boolean begins() {
        return failure.get() == null
                && System.nanoTime() - start < limit.time().toNanos()
                && begun.getAndIncrement() < limit.calls();
    }

    /** A call is answered that began at this reading of the clock. */
    void answered(long since) {
        long now = System.nanoTime();
        times.recordValue(Math.min(now - since, LONGEST));
        end = now;
    }

    /** Whether a call has failed, after which there is nothing to measure. */
    boolean hasFailed() {
        return failure.get() != null;
    }

    void failed(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    /** A caller begins no more calls. */
    void left() {
        working.countDown();
    }

    /**
     * Waits until all callers have left.
     *
     * @throws IllegalStateException if a call failed, or was not answered in time
     */
    Timing await() throws InterruptedException {
        boolean done = working.await(limit.time().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        Throwable reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException("a call failed: " + reason.getMessage(), reason);
        }
        if (!done) {
            throw new IllegalStateException(
                    "calls of " + working.getCount() + " callers were not answered within " + PATIENCE);
        }
        return new Timing(times.getTotalCount(), times, Duration.ofNanos(end - start));
    }
}
