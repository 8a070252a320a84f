package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Points and spans of time that clients send. Both have a range, which no library that we use insists on. */
final class Times {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final long MOST_SECONDS = 315_576_000_000L;
    private static final int NANOS = 1_000_000_000;

    private Times() {}

    /**
     * The time in a field that is set.
     *
     * @throws MalformedRequest if it is out of the range of a Timestamp
     */
    static Instant require(Timestamp wire, String field) {
        long seconds = wire.getSeconds();
        int nanos = wire.getNanos();
        if (seconds < EARLIEST.getEpochSecond() || seconds > LATEST.getEpochSecond() || nanos < 0 || nanos >= NANOS) {
            throw new MalformedRequest(
                    field,
                    "expected a time from " + EARLIEST + " to " + LATEST + ", found " + seconds + " s and " + nanos
                            + " ns since 1970");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** A span of time, or nothing where it is negative or out of the range of a Duration. */
    static Optional<Duration> span(com.google.protobuf.Duration wire) {
        long seconds = wire.getSeconds();
        int nanos = wire.getNanos();
        return seconds < 0 || seconds > MOST_SECONDS || nanos < 0 || nanos >= NANOS
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(seconds, nanos));
    }
}
