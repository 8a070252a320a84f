package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What a failure of RocksDB means to those who only know the storage contracts. */
final class Failures {
    private Failures() {}

    /** @param where what was being read */
    static RuntimeException of(String where, RocksDBException failure) {
        Status status = failure.getStatus();
        String message = where + " cannot be read: " + failure.getMessage();
        return status != null && status.getCode() == Status.Code.Corruption
                ? new StorageDamaged(message, failure)
                : new StorageUnavailable(message, failure);
    }
}
