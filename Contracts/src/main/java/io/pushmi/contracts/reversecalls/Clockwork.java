package io.pushmi.contracts.reversecalls;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The time that an end of a reverse call goes by.
 *
 * @param timer runs what is due
 * @param nanoTime the time, in nanoseconds since some point of its own; the timer goes by the same
 */
record Clockwork(ScheduledExecutorService timer, LongSupplier nanoTime) {
    long now() {
        return nanoTime.getAsLong();
    }
}
