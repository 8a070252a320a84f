package io.pushmi.runtime.processing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes a processor at one instant, the earliest that it was asked for. Used inside its loop only. */
final class Alarm {
    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Loop loop;
    private @Nullable Instant set;
    private @Nullable ScheduledFuture<?> task;

    Alarm(Clock clock, ScheduledExecutorService timer, Loop loop) {
        this.clock = clock;
        this.timer = timer;
        this.loop = loop;
    }

    /** Sees to it that the loop looks again then; long waits take several looks. */
    void at(Instant instant) {
        if (set != null && !instant.isBefore(set)) {
            return;
        }
        cancel();
        Instant now = clock.instant();
        Instant latest = now.plus(LONGEST);
        Instant next = instant.isBefore(latest) ? instant : latest;
        long delay = Math.max(0, Duration.between(now, next).toNanos());
        try {
            task = timer.schedule(() -> loop.run(() -> rang(next)), delay, TimeUnit.NANOSECONDS);
            set = next;
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The Runtime is stopping: {}", stopped.toString());
        }
    }

    void cancel() {
        if (task != null) {
            task.cancel(false);
        }
        task = null;
        set = null;
    }

    private void rang(Instant instant) {
        if (instant.equals(set)) {
            task = null;
            set = null;
        }
    }
}
