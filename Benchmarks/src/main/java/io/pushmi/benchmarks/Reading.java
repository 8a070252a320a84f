package io.pushmi.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Reads the same thing from begin to end, again and again. What is counted are events, and what is timed is how long each
 * page of them was waited for.
 */
final class Reading {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final int DIGITS = 3;

    private final Histogram waits = new Histogram(LONGEST, DIGITS);
    private long last = System.nanoTime();

    private Reading() {}

    /** One reading from begin to end. */
    interface Whole {
        /** Tells the reading of each page as it comes, on one thread, and returns when there are no more. */
        void read(Reading reading) throws Exception;
    }

    /** Goes on until the limit's time is over; begins at least once, and always ends what it has begun. */
    static Timing of(long events, Limit limit, Whole whole) throws Exception {
        Reading reading = new Reading();
        long start = System.nanoTime();
        long reads = 0;
        do {
            reading.last = System.nanoTime();
            whole.read(reading);
            reads++;
        } while (reads < limit.calls()
                && System.nanoTime() - start < limit.time().toNanos());
        return new Timing(reads * events, reading.waits, Duration.ofNanos(System.nanoTime() - start));
    }

    void page() {
        long now = System.nanoTime();
        waits.recordValue(Math.min(now - last, LONGEST));
        last = now;
    }
}
