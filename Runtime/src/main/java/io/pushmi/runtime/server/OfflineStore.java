package io.pushmi.runtime.server;

import io.pushmi.runtime.engines.rocksdb.ClosedStore;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.storage.Verification;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A data folder, or a backup of one, that no Runtime has open. Every method blocks, changes nothing in the folder but that
 * it may get a lock file, and fails with {@link StoreRefused} if a Runtime has it open, it is no store or one of another
 * version, or this user may not read it.
 */
public final class OfflineStore {
    private final ClosedStore store;

    private OfflineStore(ClosedStore store) {
        this.store = store;
    }

    /** The store in the folder; whether there is one shows when something is done with it. */
    public static OfflineStore in(Path folder) {
        return new OfflineStore(new ClosedStore(folder, RocksDbSettings.DEFAULT_MEMORY_BUDGET));
    }

    /** Checks everything that it must keep to. What is wrong with what it holds is told to the listener. */
    public Verification verify(Verification.Listener listener) {
        return refusing(() -> store.verify(listener));
    }

    /** Counts what is in it. */
    public StorageStatistics statistics() {
        return refusing(store::statistics);
    }

    /**
     * Copies it to where there is nothing yet, or an empty folder; that shares nothing with this one then. When this
     * returns, the copy is on disk; until then it is no store. It also fails with {@link StoreRefused} if there is
     * something at the target or it cannot be written, and leaves nothing behind.
     *
     * @param target its parent exists
     * @param progress is told of bytes
     */
    public void copyTo(Path target, Progress progress) {
        refusing(() -> {
            store.copyTo(target, progress);
            return target;
        });
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreCannotBeOpened | UpkeepRefused refused) {
            throw new StoreRefused(refused);
        }
    }
}
