package io.pushmi.runtime.engines.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Statistics;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * The options that the database is opened with, and the native objects that they are made of, which must outlive it.
 * Blocks, indexes, filters and write buffers share one cache, so that one number bounds what they take together.
 */
final class Tuning implements AutoCloseable {
    /** What a start may have to read again. */
    private static final long WRITE_AHEAD_LOG_LIMIT = 64L << 20;

    private static final double FILTER_BITS_PER_KEY = 10;
    private static final int BACKGROUND_JOBS = 2;
    private static final int OPEN_FILES = 1024;
    private static final long SYNC_EVERY = 1L << 20;
    private static final long INFO_LOG_SIZE = 1L << 20;
    private static final int INFO_LOGS = 4;

    private final LRUCache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);
    private final DBOptions options;
    private final List<ColumnFamilyOptions> columnOptions = new ArrayList<>();
    private final List<ColumnFamilyDescriptor> columns = new ArrayList<>();

    Tuning(long memoryBudget, Statistics statistics) {
        cache = new LRUCache(memoryBudget);
        writeBuffers = new WriteBufferManager(memoryBudget / 4, cache);
        options = missingLogsNoticed()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // Torn tails are cut before RocksDB looks, so whatever it still finds wrong is damage.
                .setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency)
                // After a failed write the database is opened anew, and must not go on by itself until then.
                .setMaxBgErrorResumeCount(0)
                .setMaxTotalWalSize(WRITE_AHEAD_LOG_LIMIT)
                .setWriteBufferManager(writeBuffers)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxOpenFiles(OPEN_FILES)
                .setBytesPerSync(SYNC_EVERY)
                .setStatistics(statistics)
                .setStatsDumpPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.INFO_LEVEL)
                .setMaxLogFileSize(INFO_LOG_SIZE)
                .setKeepLogFileNum(INFO_LOGS);
        for (Column column : Column.values()) {
            ColumnFamilyOptions tuned = tuned(column, memoryBudget / 8);
            columnOptions.add(tuned);
            columns.add(new ColumnFamilyDescriptor(column.stored(), tuned));
        }
    }

    DBOptions options() {
        return options;
    }

    /** In the order of {@link Column}. */
    List<ColumnFamilyDescriptor> columns() {
        return columns;
    }

    @Override
    public void close() {
        columnOptions.forEach(ColumnFamilyOptions::close);
        options.close();
        filter.close();
        writeBuffers.close();
        cache.close();
    }

    /** The Java interface has no method for this. */
    private static DBOptions missingLogsNoticed() {
        Properties properties = new Properties();
        // The manifest then knows which write-ahead logs there must be, and RocksDB misses one that is gone.
        properties.setProperty("track_and_verify_wals_in_manifest", "true");
        try (ConfigOptions parsing = new ConfigOptions()) {
            DBOptions parsed = DBOptions.getDBOptionsFromProps(parsing, properties);
            if (parsed == null) {
                throw new IllegalStateException("RocksDB does not know the options " + properties);
            }
            return parsed;
        }
    }

    private ColumnFamilyOptions tuned(Column column, long writeBuffer) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true);
        ColumnFamilyOptions tuned = new ColumnFamilyOptions()
                .setWriteBufferSize(writeBuffer)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
        switch (column) {
            case KEYS -> {
                tuned.useFixedLengthPrefixExtractor(Layout.INDEX_PREFIX);
                table.setFilterPolicy(filter).setWholeKeyFiltering(false);
            }
            case DIRECTORY, AGGREGATES, STATES -> table.setFilterPolicy(filter);
            case COMMITS -> table.setBlockSize(4 << 10);
        }
        return tuned.setTableFormatConfig(table);
    }
}
