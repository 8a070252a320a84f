package io.pushmi.runtime.configuration;

import java.time.Duration;

/**
 * How much one caller may ask for, and how long it waits.
 *
 * @param event bytes of the largest event, at most {@code commit}
 * @param commit bytes of the largest commit, at most {@link #LARGEST_COMMIT}
 * @param message bytes of the largest request message, at least {@code commit}
 * @param commitWait how long a call waits for its commit
 * @param pendingCommits bytes of the commits that wait in all logs together, at least {@code commit}
 * @param concurrentCalls calls that one connection may have open at a time, each stream counting as one
 */
public record Limits(
        long event, long commit, int message, Duration commitWait, long pendingCommits, int concurrentCalls) {
    /** Bytes of the largest commit that every storage engine takes. */
    public static final long LARGEST_COMMIT = 12 * Size.MIB;

    private static final Expected<Long> COMMIT = Expected.size(1, LARGEST_COMMIT);
    private static final Expected<Duration> WAIT = Expected.duration(Duration.ofMillis(1), Duration.ofHours(1));

    static Limits read(Section limits) {
        long commit = limits.get("commit", COMMIT, LARGEST_COMMIT);
        long event = limits.get("event", Expected.size(1, commit), Math.min(4 * Size.MIB, commit));
        long message = limits.get("message", Expected.size(commit, Integer.MAX_VALUE), 16 * Size.MIB);
        Duration commitWait = limits.get("wait", WAIT, Duration.ofSeconds(10));
        long pendingCommits = limits.get("pendingCommits", Expected.size(commit, Long.MAX_VALUE), 128 * Size.MIB);
        int concurrentCalls = limits.get("concurrentCalls", Expected.COUNT, 1000);
        return new Limits(event, commit, Math.toIntExact(message), commitWait, pendingCommits, concurrentCalls);
    }
}
