package io.pushmi.runtime.storage;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is in a store.
 *
 * @param bytes how large it is on disk
 * @param documents how many state documents it has
 * @param logs each of its logs
 */
public record StorageStatistics(long bytes, long documents, List<LogStatistics> logs) {
    public StorageStatistics {
        logs = List.copyOf(logs);
    }

    /** The sum over all logs. */
    public long total(ToLongFunction<LogStatistics> count) {
        return logs.stream().mapToLong(count).sum();
    }

    /**
     * What is in a log.
     *
     * @param events how many events it has
     * @param aggregates how many aggregates have events
     * @param keys how many different keys its commits can be found by without looking at each
     */
    public record LogStatistics(LogId log, long events, long aggregates, long keys) {}
}
