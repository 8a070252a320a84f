package io.pushmi.runtime.engines.rocksdb;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.rocksdb.HistogramType;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/** Counts the syncs of the write-ahead log, on from one database to the next that is opened in its place. Thread-safe. */
final class Syncs implements AutoCloseable {
    private @Nullable Statistics statistics;
    private long countAtEnd;

    /** What a database is to count into. RocksDB must be loaded by then. */
    synchronized Statistics statistics() {
        if (statistics == null) {
            // Counts only: times and sizes cost more than they would tell here.
            statistics = new Statistics(EnumSet.allOf(HistogramType.class));
        }
        return statistics;
    }

    synchronized long count() {
        return statistics == null ? countAtEnd : statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
    }

    @Override
    public synchronized void close() {
        countAtEnd = count();
        if (statistics != null) {
            statistics.close();
            statistics = null;
        }
    }
}
