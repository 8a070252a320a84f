package io.pushmi.runtime.engines.rocksdb;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** How a batch gets into the database. A seam: what a disk does that fails must be shown, not hoped. */
@FunctionalInterface
interface BatchWrite {
    BatchWrite PLAIN = RocksDB::write;

    void write(RocksDB database, WriteOptions options, WriteBatch batch) throws RocksDBException;
}
