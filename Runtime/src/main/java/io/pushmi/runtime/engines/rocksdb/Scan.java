package io.pushmi.runtime.engines.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A walk over the keys of one column that start with a prefix, as they were when it began. It holds back what RocksDB
 * would throw away, so it lives no longer than one page.
 */
final class Scan implements AutoCloseable {
    private static final long READ_AHEAD = 1L << 20;

    private final Slice lower;
    private final @Nullable Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;

    Scan(RocksDB database, ColumnFamilyHandle column, byte[] prefix) {
        this(database, column, prefix, new ReadOptions());
    }

    /** For going through everything: filters by prefix do not count, and the cache is left to others. */
    static Scan sweep(RocksDB database, ColumnFamilyHandle column, byte[] prefix) {
        ReadOptions options = new ReadOptions()
                .setFillCache(false)
                .setReadaheadSize(READ_AHEAD)
                .setTotalOrderSeek(true);
        return new Scan(database, column, prefix, options);
    }

    private Scan(RocksDB database, ColumnFamilyHandle column, byte[] prefix, ReadOptions options) {
        byte[] after = Layout.after(prefix);
        lower = new Slice(prefix);
        upper = after == null ? null : new Slice(after);
        this.options = options.setIterateLowerBound(lower);
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        iterator = database.newIterator(column, options);
    }

    /** To the first key that is not before this one. */
    boolean seek(byte[] key) throws RocksDBException {
        iterator.seek(key);
        return isValid();
    }

    /** To the last key that is not after this one. */
    boolean seekBack(byte[] key) throws RocksDBException {
        iterator.seekForPrev(key);
        return isValid();
    }

    boolean seekToLast() throws RocksDBException {
        iterator.seekToLast();
        return isValid();
    }

    boolean next() throws RocksDBException {
        iterator.next();
        return isValid();
    }

    boolean previous() throws RocksDBException {
        iterator.prev();
        return isValid();
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        if (upper != null) {
            upper.close();
        }
        lower.close();
    }

    /** An iterator that has come to damage is as invalid as one at the end, and only its status tells them apart. */
    private boolean isValid() throws RocksDBException {
        if (iterator.isValid()) {
            return true;
        }
        iterator.status();
        return false;
    }
}
