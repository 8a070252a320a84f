package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits until what a process still does in the background would not disturb what is measured next. */
final class Rest {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(200);

    /** One part in so many of a processor's time. */
    private static final int NEARLY_NOTHING = 10;

    private Rest() {}

    /** Does not wait for ever: a store may have more to tidy up than a benchmark has time. */
    static void await(Supplier<Duration> processorTime) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        boolean isBusy = true;
        while (isBusy && System.nanoTime() - end < 0) {
            long begin = System.nanoTime();
            Duration before = processorTime.get();
            LockSupport.parkNanos(GLANCE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a process came to rest");
            }
            long used = processorTime.get().minus(before).toNanos();
            isBusy = used > (System.nanoTime() - begin) / NEARLY_NOTHING;
        }
    }
}
