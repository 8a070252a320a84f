package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed rate that does not ask whether anything is answered. Each call has its time, which does not change when earlier
 * ones come late; those that are due by then are made at once.
 */
final class Pace {
    private final double nanosBetween;
    private final Clock clock;

    /** Tells the time, and lets it pass. */
    interface Clock {
        /** Nanoseconds from some moment on. */
        long now();

        /** Returns at that time, or before it, or as soon after it as can be. */
        void pass(long until);
    }

    /** Something that is due again and again. */
    interface Due {
        /** Makes the call that was due at this time. */
        void call(long due);
    }

    Pace(double perSecond, Clock clock) {
        nanosBetween = 1e9 / perSecond;
        this.clock = clock;
    }

    /** By the clock of this machine. */
    static Pace of(double perSecond) {
        return new Pace(perSecond, SystemClock.INSTANCE);
    }

    /** How many calls are due within a time, the first at its begin. At least one. */
    static long calls(double perSecond, Duration time) {
        return Math.max(1, (long) (time.toNanos() / 1e9 * perSecond));
    }

    /** Makes so many calls, the first at once. */
    void keep(long calls, Due due) throws InterruptedException {
        long start = clock.now();
        for (long number = 0; number < calls; number++) {
            long at = start + (long) (number * nanosBetween);
            await(at);
            due.call(at);
        }
    }

    private void await(long time) throws InterruptedException {
        while (clock.now() - time < 0) {
            clock.pass(time);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a call was not due yet");
            }
        }
    }

    private enum SystemClock implements Clock {
        INSTANCE;

        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void pass(long until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
