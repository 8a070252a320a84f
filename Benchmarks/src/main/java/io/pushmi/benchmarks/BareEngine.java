package io.pushmi.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB in this process and nothing around it: one value a commit under the next number, no index, one column family.
 * Whoever writes waits until the value is on disk; RocksDB lets those who wait at the same time share one sync.
 */
final class BareEngine implements AutoCloseable {
    /** What the Runtime's store has for commits, so that both flush as often. */
    private static final long WRITE_BUFFER = 32L << 20;

    private static final int BACKGROUND_JOBS = 2;
    private static final int FILL_BATCH = 100;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions().setDisableWAL(true);
    private final RocksDB rocks;
    private final AtomicLong next = new AtomicLong();

    BareEngine(Path folder) throws RocksDBException {
        options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxBackgroundJobs(BACKGROUND_JOBS);
        rocks = RocksDB.open(options, folder.toString());
    }

    void commit(byte[] value) throws RocksDBException {
        rocks.put(synced, key(), value);
    }

    /** Puts in as many values, as fast as it can. */
    void fill(long count, Supplier<byte[]> values) throws RocksDBException {
        for (long left = count; left > 0; left = Math.max(0, left - FILL_BATCH)) {
            try (WriteBatch batch = new WriteBatch()) {
                for (long i = Math.min(FILL_BATCH, left); i > 0; i--) {
                    batch.put(key(), values.get());
                }
                rocks.write(unsynced, batch);
            }
        }
    }

    /** Reads all values in the order of their numbers, and hands over each. */
    void read(Consumer<byte[]> values) throws RocksDBException {
        try (RocksIterator iterator = rocks.newIterator()) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                values.accept(iterator.value());
            }
            iterator.status();
        }
    }

    @Override
    public void close() {
        rocks.close();
        synced.close();
        unsynced.close();
        options.close();
    }

    private byte[] key() {
        return ByteBuffer.allocate(Long.BYTES).putLong(next.getAndIncrement()).array();
    }
}
