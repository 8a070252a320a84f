package io.pushmi.contracts.reversecalls;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether something is due: each look says when the next one is. There is one task on the timer at
 * a time, however often what is due is put off in between.
 *
 * <p>Whoever stops it says so before looking for the task, and whoever sets a task leaves it before looking whether it
 * was stopped: one of the two cancels it.
 */
final class Alarm {
    /** What a look returns after which there is no other. */
    static final long NEVER = -1;

    private final Clockwork clockwork;
    private final LongSupplier look;

    private volatile @Nullable Future<?> task;
    private volatile boolean stopped;

    /** @param look returns the nanoseconds to the next look, or {@link #NEVER} */
    Alarm(Clockwork clockwork, LongSupplier look) {
        this.clockwork = clockwork;
        this.look = look;
    }

    /** Has the first look taken after {@code nanos}. */
    void set(long nanos) {
        task = clockwork.timer().schedule(this::goOff, nanos, NANOSECONDS);
        if (stopped) {
            cancel();
        }
    }

    /** No look is begun after this. */
    void stop() {
        stopped = true;
        cancel();
    }

    private void goOff() {
        if (stopped) {
            return;
        }
        long nanos = look.getAsLong();
        if (nanos != NEVER && !stopped) {
            set(nanos);
        }
    }

    private void cancel() {
        Future<?> set = task;
        if (set != null) {
            set.cancel(false);
        }
    }
}
