package io.pushmi.contracts.reversecalls;

import com.google.protobuf.Duration;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Durations as the wire has them, which are not always durations. */
final class WireDuration {
    /** What protocol buffers allow at most, in either direction. */
    private static final long MOST_SECONDS = 315_576_000_000L;

    private static final int MOST_NANOS = 999_999_999;

    /** Three times as much still fits into a {@code long} of nanoseconds; pinging more often than asked is allowed. */
    private static final long LONGEST_INTERVAL = TimeUnit.DAYS.toNanos(3650);

    private WireDuration() {}

    /** Empty for what protocol buffers do not allow. */
    static Optional<java.time.Duration> read(Duration duration) {
        return isAllowed(duration)
                ? Optional.of(java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos()))
                : Optional.empty();
    }

    /** What is longer than protocol buffers allow is cut to that. */
    static Duration write(java.time.Duration duration) {
        if (duration.getSeconds() >= MOST_SECONDS) {
            return Duration.newBuilder().setSeconds(MOST_SECONDS).build();
        }
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** Whether it says how long it is between two pings, or that there are none. */
    static boolean isInterval(Duration duration) {
        return isAllowed(duration) && duration.getSeconds() >= 0 && duration.getNanos() >= 0;
    }

    /** The nanoseconds between two pings; 0 where none are asked for. */
    static long pingInterval(ReverseCallArgumentsContext context) {
        long seconds = context.getPingInterval().getSeconds();
        if (seconds < 1 || seconds == MOST_SECONDS) {
            return 0;
        }
        long nanos = TimeUnit.SECONDS.toNanos(seconds);
        return nanos < LONGEST_INTERVAL ? nanos + context.getPingInterval().getNanos() : LONGEST_INTERVAL;
    }

    static String show(Duration duration) {
        return duration.getSeconds() + " s and " + duration.getNanos() + " ns";
    }

    private static boolean isAllowed(Duration duration) {
        long seconds = duration.getSeconds();
        long nanos = duration.getNanos();
        boolean inRange = -MOST_SECONDS <= seconds && seconds <= MOST_SECONDS && Math.abs(nanos) <= MOST_NANOS;
        return inRange && (seconds == 0 || nanos == 0 || (seconds > 0) == (nanos > 0));
    }
}
