package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends the database to whoever works with it, and takes it away from nobody: it is closed, or closed and opened again
 * after a write that failed, when the last work with it is done. Every use of a native handle happens in here.
 */
final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<Database> open;
    private final ReadWriteLock lending = new ReentrantReadWriteLock();
    private volatile Database current;
    private volatile @Nullable String failure;
    private volatile boolean closed;
    private boolean attempted;
    private long lastAttempt;

    /** What somebody does with the database, within a bounded time. */
    @FunctionalInterface
    interface Work<T> {
        T with(Database database) throws RocksDBException;
    }

    Store(Supplier<Database> open) {
        this.open = open;
        current = open.get();
    }

    /**
     * Does the work, now, on the calling thread.
     *
     * @throws StorageUnavailable if the store is closed, or failed and cannot be opened again yet
     */
    <T> T use(Work<T> work) throws RocksDBException {
        if (failure != null) {
            reopen();
        }
        lending.readLock().lock();
        try {
            requireServing();
            return work.with(current);
        } finally {
            lending.readLock().unlock();
        }
    }

    /** Nobody knows any more what the database holds: what it recovers to when it is opened again decides. */
    void failed(String reason) {
        LOG.warn("The store is unavailable until it has been opened again: {}", reason);
        failure = reason;
        current.closeSoon();
    }

    /** Opens the database again if it failed, unless that was tried a moment ago. Whether it serves now. */
    boolean reopen() {
        lending.writeLock().lock();
        try {
            if (failure == null || closed) {
                return !closed;
            }
            if (attempted && System.nanoTime() - lastAttempt < BETWEEN_ATTEMPTS) {
                return false;
            }
            return attempt();
        } finally {
            lending.writeLock().unlock();
        }
    }

    @Nullable
    String unavailableBecause() {
        return closed ? "the store is closed" : failure;
    }

    /** Waits for the work that has begun. Only the first call does anything. */
    void close() {
        current.closeSoon();
        lending.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                current.close();
            }
        } finally {
            lending.writeLock().unlock();
        }
    }

    private void requireServing() {
        String reason = unavailableBecause();
        if (reason != null) {
            throw new StorageUnavailable(reason, null);
        }
    }

    private boolean attempt() {
        current.close();
        try {
            current = open.get();
            failure = null;
            attempted = false;
            LOG.info("The store has been opened again");
            return true;
        } catch (RuntimeException | Error still) {
            failure = String.valueOf(still.getMessage());
            attempted = true;
            lastAttempt = System.nanoTime();
            return false;
        }
    }
}
