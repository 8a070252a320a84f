package io.pushmi.runtime.log;

import java.time.Duration;

/**
 * How much a Runtime's event logs wait and keep in memory.
 *
 * @param longestWait how long a commit waits for its outcome
 * @param pendingBytes how much the commits that wait may take in all, over all logs
 * @param batchBytes how much goes to the engine in one append, except for a single larger commit
 * @param batchCommits how many commits go to the engine in one append
 * @param recentBytes how much of its newest commits one followed log keeps for its followers
 * @param aggregateStates how many aggregates' states one log keeps
 */
public record LogSettings(
        Duration longestWait,
        long pendingBytes,
        long batchBytes,
        int batchCommits,
        long recentBytes,
        int aggregateStates) {
    private static final long MEBIBYTE = 1024 * 1024;

    /** What suits a Runtime that was told nothing but these two. */
    public static LogSettings of(Duration longestWait, long pendingBytes) {
        return new LogSettings(longestWait, pendingBytes, 4 * MEBIBYTE, 1000, 2 * MEBIBYTE, 50_000);
    }
}
