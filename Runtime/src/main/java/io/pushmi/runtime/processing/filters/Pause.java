package io.pushmi.runtime.processing.filters;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** How long somebody waits before trying again: longer each time, until something succeeds. Used in one inbox only. */
final class Pause {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer;
    private Duration length = Duration.ZERO;

    Pause(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    Duration length() {
        return length;
    }

    void end() {
        length = Duration.ZERO;
    }

    void lengthen() {
        Duration doubled = length.isZero() ? SHORTEST : length.multipliedBy(2);
        length = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** @throws java.util.concurrent.RejectedExecutionException if the timer has stopped */
    void then(Runnable task) {
        if (length.isZero()) {
            task.run();
        } else {
            ScheduledFuture<?> unused = timer.schedule(task, length.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
