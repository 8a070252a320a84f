package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * When commits were acknowledged, and when each of some handlers got the event of each. Any thread may tell.
 */
final class Arrivals {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final int DIGITS = 3;

    /** For events that are on their way when the last commit is acknowledged. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long first;
    private final int handlers;
    private final AtomicLongArray acknowledged;
    private final AtomicLongArray received;
    private final CountDownLatch missing;
    private final LongSupplier clock;

    /**
     * @param first the number of the first event; those before it do not count
     * @param events how many, each of a commit of its own
     * @param clock nanoseconds from some moment on, never 0
     */
    Arrivals(long first, int events, int handlers, LongSupplier clock) {
        this.first = first;
        this.handlers = handlers;
        this.clock = clock;
        acknowledged = new AtomicLongArray(events);
        received = new AtomicLongArray(events * handlers);
        missing = new CountDownLatch(events * (handlers + 1));
    }

    /** The commit of an event is acknowledged now. */
    void acknowledged(long event) {
        note(acknowledged, event, 1, 0);
    }

    /** A handler has got an event now. Each counts when it comes first. */
    void received(int handler, long event) {
        note(received, event, handlers, handler);
    }

    /**
     * Waits until every handler has got every event. Gives for each how long after the acknowledgement that was, which is 0
     * for those that came before it.
     *
     * @param elapsed from the first commit to the last acknowledgement
     * @throws IllegalStateException if events do not come
     */
    Timing await(Duration elapsed) throws InterruptedException {
        if (!missing.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("expected all " + acknowledged.length() + " events at " + handlers
                    + " handlers, " + missing.getCount() + " did not come within " + PATIENCE);
        }
        Histogram times = new Histogram(LONGEST, DIGITS);
        for (int i = 0; i < received.length(); i++) {
            times.recordValue(Math.min(Math.max(0, received.get(i) - acknowledged.get(i / handlers)), LONGEST));
        }
        return new Timing(times.getTotalCount(), times, elapsed);
    }

    private void note(AtomicLongArray moments, long event, int width, int place) {
        long number = event - first;
        if (number < 0 || number >= acknowledged.length()) {
            return;
        }
        if (moments.compareAndSet((int) number * width + place, 0, clock.getAsLong())) {
            missing.countDown();
        }
    }
}
