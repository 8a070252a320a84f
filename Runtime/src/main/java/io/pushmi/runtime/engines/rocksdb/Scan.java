package io.pushmi.runtime.engines.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
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

    private final RocksIterator iterator;
    private final List<AbstractNativeReference> own;

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

    /** With options that are somebody else's and outlive it, since making them takes as long as finding a key. */
    static Scan within(RocksDB database, ColumnFamilyHandle column, ReadOptions options) {
        return new Scan(database.newIterator(column, options), List.of());
    }

    private Scan(RocksDB database, ColumnFamilyHandle column, byte[] prefix, ReadOptions options) {
        own = new ArrayList<>(List.of(options));
        options.setIterateLowerBound(bound(prefix));
        byte[] after = Layout.after(prefix);
        if (after != null) {
            options.setIterateUpperBound(bound(after));
        }
        iterator = database.newIterator(column, options);
    }

    private Scan(RocksIterator iterator, List<AbstractNativeReference> own) {
        this.iterator = iterator;
        this.own = own;
    }

    private Slice bound(byte[] key) {
        Slice bound = new Slice(key);
        own.add(bound);
        return bound;
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
        own.forEach(AbstractNativeReference::close);
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
