package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The database while it is open. Its native handles are safe to use from any thread until it is closed, and not after:
 * that is {@link Store}'s business.
 */
final class Database implements AutoCloseable {
    private final Tuning tuning;
    private final RocksDB rocks;
    private final Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
    private final BatchWrite batchWrite;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReadOptions samePrefix = new ReadOptions().setPrefixSameAsStart(true);
    private final Directory directory;
    private final Object compacting = new Object();
    private volatile boolean wanted = true;
    private @Nullable CompactRangeOptions compaction;

    private Database(Tuning tuning, RocksDB rocks, List<ColumnFamilyHandle> handles, BatchWrite batchWrite) {
        this.tuning = tuning;
        this.rocks = rocks;
        for (Column column : Column.values()) {
            this.columns.put(column, handles.get(this.columns.size()));
        }
        this.batchWrite = batchWrite;
        directory = new Directory(this);
    }

    /** Opens what is in the folder, having cut off what a crash left unfinished at the end of its write-ahead log. */
    static Database open(StoreFolder folder, RocksDbSettings settings, Syncs syncs, BatchWrite batchWrite) {
        try {
            Files.createDirectories(folder.database());
            new WriteAheadLog(folder.path(), folder.database()).repair();
            NativeLibrary.load(folder.nativeLibraries());
            Database database = open(folder, new Tuning(settings.memoryBudget(), syncs.statistics()), batchWrite);
            return database.keeping(settings.indexes());
        } catch (IOException | RocksDBException | StorageDamaged | UnsatisfiedLinkError failed) {
            throw new StoreCannotBeOpened(folder.path(), String.valueOf(failed.getMessage()), failed);
        }
    }

    private static Database open(StoreFolder folder, Tuning tuning, BatchWrite batchWrite) throws RocksDBException {
        try {
            List<ColumnFamilyHandle> columns = new ArrayList<>();
            RocksDB rocks = RocksDB.open(tuning.options(), folder.database().toString(), tuning.columns(), columns);
            return new Database(tuning, rocks, columns, batchWrite);
        } catch (RocksDBException failed) {
            tuning.close();
            throw failed;
        }
    }

    /**
     * Opens what is in the folder to look at, and changes nothing. What a crash left unfinished at the end of its
     * write-ahead log is not seen.
     *
     * @throws StorageDamaged if it cannot be opened for what is in it
     */
    static Database look(StoreFolder folder, long memoryBudget, Syncs syncs) throws IOException {
        boolean isTorn = new WriteAheadLog(folder.path(), folder.database()).isTorn();
        Tuning tuning = new Tuning(memoryBudget, syncs.statistics());
        if (isTorn) {
            tuning.options().setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
        }
        List<ColumnFamilyHandle> columns = new ArrayList<>();
        try {
            RocksDB rocks =
                    RocksDB.openReadOnly(tuning.options(), folder.database().toString(), tuning.columns(), columns);
            return new Database(tuning, rocks, columns, BatchWrite.PLAIN);
        } catch (RocksDBException failed) {
            tuning.close();
            throw new StorageDamaged("the database cannot be opened: " + failed.getMessage(), failed);
        }
    }

    private Database keeping(Set<KeyKind> kinds) throws RocksDBException {
        try {
            new Indexes(this).keep(kinds);
            return this;
        } catch (RocksDBException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    Directory directory() {
        return directory;
    }

    byte @Nullable [] get(Column column, byte[] key) throws RocksDBException {
        return rocks.get(handle(column), key);
    }

    /** What stands under each of the keys, in their order; null where there is nothing. */
    List<byte[]> get(Column column, List<byte[]> keys) throws RocksDBException {
        return rocks.multiGetAsList(Collections.nCopies(keys.size(), handle(column)), keys);
    }

    Scan scan(Column column, byte[] prefix) {
        return new Scan(rocks, handle(column), prefix);
    }

    /** A walk over the index that, from each key that it is told to seek, stays within the term of that key. */
    Scan scanTerms() {
        return Scan.within(rocks, handle(Column.KEYS), samePrefix);
    }

    /** For going through all of a column, or of a log in it: reads ahead and leaves the cache to others. */
    Scan sweep(Column column, byte[] prefix) {
        return Scan.sweep(rocks, handle(column), prefix);
    }

    /** How many entries there are in all columns, about. */
    long estimatedEntries() throws RocksDBException {
        long entries = 0;
        for (ColumnFamilyHandle column : columns.values()) {
            entries += rocks.getLongProperty(column, "rocksdb.estimate-num-keys");
        }
        return entries;
    }

    /** Brings what is in memory to tables, while writes go on. */
    void flush() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(waiting, List.copyOf(columns.values()));
        }
    }

    /**
     * Rewrites the tables in which a column has keys of this range, down to the last level, while reads and writes go on.
     * Broken off when the database is to be closed. For one thread at a time.
     */
    void compact(Column column, byte[] from, byte[] to) throws RocksDBException {
        try (CompactRangeOptions options = new CompactRangeOptions()
                .setExclusiveManualCompaction(false)
                // Else a table of the last level is left alone, whatever it holds.
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)) {
            begin(options);
            try {
                rocks.compactRange(handle(column), from, to, options);
            } finally {
                end();
            }
        }
    }

    private void begin(CompactRangeOptions options) {
        synchronized (compacting) {
            requireWanted();
            compaction = options;
        }
    }

    private void end() {
        synchronized (compacting) {
            compaction = null;
        }
    }

    /** The names of the files that make up the database at this moment, but for its write-ahead log. */
    Set<String> liveFiles() throws RocksDBException {
        Set<String> names = new HashSet<>();
        for (String path : rocks.getLiveFiles(false).files) {
            names.add(path.startsWith("/") ? path.substring(1) : path);
        }
        return names;
    }

    /** Links or copies the database as it is into a folder that does not exist yet. */
    void checkpoint(Path folder) throws RocksDBException {
        try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(folder.toString());
        }
    }

    ColumnFamilyHandle handle(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    /** Writes all of the batch or nothing, and returns when it is on disk. When it fails nobody knows. */
    void write(WriteBatch batch) throws RocksDBException {
        batchWrite.write(rocks, synced, batch);
    }

    /** Long reads look in here as they go, so that closing need not wait for all of them. */
    void requireWanted() {
        if (!wanted) {
            throw new StorageUnavailable("the store is being closed", null);
        }
    }

    void closeSoon() {
        synchronized (compacting) {
            wanted = false;
            if (compaction != null) {
                compaction.setCanceled(true);
            }
        }
    }

    @Override
    public void close() {
        columns.values().forEach(ColumnFamilyHandle::close);
        rocks.close();
        synced.close();
        samePrefix.close();
        tuning.close();
    }
}
