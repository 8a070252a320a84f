package io.pushmi.runtime.configuration;

import java.time.Duration;

/**
 * How events are handed to clients.
 *
 * @param window how many events at most are handed out again after a crash, for one tenant of one processor
 * @param saveAfter how long a processor's position waits to be saved
 * @param callTimeout how long a client may take for one event
 * @param grace how long clients may go on with the events that they have when the Runtime stops
 * @param troubledPartitions failing and late partitions of one tenant of one processor, at which it waits
 * @param queue events of one stream that wait for the transport
 */
public record Processing(
        int window, Duration saveAfter, Duration callTimeout, Duration grace, int troubledPartitions, int queue) {
    private static final Expected<Integer> WINDOW = Expected.count(10_000);
    private static final Expected<Integer> TROUBLED = Expected.count(1_000_000);
    private static final Expected<Integer> QUEUE = Expected.count(10_000);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Expected<Duration> SAVING = Expected.duration(SHORTEST, Duration.ofMinutes(1));
    private static final Expected<Duration> CALL = Expected.duration(SHORTEST, Duration.ofHours(24));
    private static final Expected<Duration> GRACE = Expected.duration(SHORTEST, Duration.ofHours(1));

    static Processing read(Section processing) {
        return new Processing(
                processing.get("window", WINDOW, 500),
                processing.get("saveAfter", SAVING, Duration.ofMillis(250)),
                processing.get("callTimeout", CALL, Duration.ofMinutes(10)),
                processing.get("grace", GRACE, Duration.ofSeconds(10)),
                processing.get("troubledPartitions", TROUBLED, 10_000),
                processing.get("queue", QUEUE, 256));
    }
}
