package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What a failure of RocksDB or of the operating system means to those who only know the storage contracts. */
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

    /** What the operating system has against it, without the names of Java's types for that. */
    static String inWords(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "this user may not use " + denied.getFile();
        }
        boolean isTold = failure.getClass() == IOException.class
                || failure instanceof StoreLock.Taken
                || (failure instanceof FileSystemException told && told.getReason() != null);
        return isTold ? String.valueOf(failure.getMessage()) : failure.toString();
    }
}
