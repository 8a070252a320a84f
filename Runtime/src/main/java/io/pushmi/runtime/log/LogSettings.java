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
 * @param isShared whether other Runtimes may commit to the same logs
 */
public record LogSettings(
        Duration longestWait,
        long pendingBytes,
        long batchBytes,
        int batchCommits,
        long recentBytes,
        int aggregateStates,
        boolean isShared) {
    private static final long MEBIBYTE = 1024 * 1024;

    /** What suits a Runtime that was told nothing but these two. */
    public static LogSettings of(Duration longestWait, long pendingBytes) {
        return new LogSettings(longestWait, pendingBytes, 4 * MEBIBYTE, 1000, 2 * MEBIBYTE, 50_000);
    }

    /** Of logs that no other Runtime commits to. */
    public LogSettings(
            Duration longestWait,
            long pendingBytes,
            long batchBytes,
            int batchCommits,
            long recentBytes,
            int aggregateStates) {
        this(longestWait, pendingBytes, batchBytes, batchCommits, recentBytes, aggregateStates, false);
    }

    /** The same where the store says whether it is shared. */
    public LogSettings shared(boolean shared) {
        return new LogSettings(
                longestWait, pendingBytes, batchBytes, batchCommits, recentBytes, aggregateStates, shared);
    }
}
