package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.storage.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that no Runtime has open, and what can be done with it then. It is held as a Runtime would hold it for as long
 * as that takes, and nothing in it is changed. All of it blocks.
 */
public final class ClosedStore {
    private static final Logger LOG = LoggerFactory.getLogger(ClosedStore.class);

    private final Path folder;
    private final long memoryBudget;

    /** @param memoryBudget the bytes that caches outside the heap may take, as in {@link RocksDbSettings} */
    public ClosedStore(Path folder, long memoryBudget) {
        this.folder = folder;
        this.memoryBudget = memoryBudget;
    }

    /**
     * Checks everything in it. What is wrong is told to the listener; only what has nothing to do with the store's content
     * ends in an exception.
     *
     * @throws StoreCannotBeOpened if the folder is in use, is no store or one of another version, or cannot be read
     */
    public Verification verify(Verification.Listener listener) {
        VerificationRun run = new VerificationRun(listener);
        try (StoreFolder taken = StoreFolder.takeExisting(folder)) {
            look(taken, database -> {
                new StoreCheck(database, run).run();
                return run;
            });
        } catch (StorageDamaged | RocksDBException damaged) {
            run.found(null, null, String.valueOf(damaged.getMessage()));
        }
        return run.result();
    }

    /**
     * Counts what is in it.
     *
     * @throws StoreCannotBeOpened if it cannot be opened, for whatever reason
     */
    public StorageStatistics statistics() {
        try (StoreFolder taken = StoreFolder.takeExisting(folder)) {
            return look(taken, ClosedStore::countAll).result(taken.size());
        } catch (StorageDamaged | RocksDBException | IOException damaged) {
            throw new StoreCannotBeOpened(folder, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /**
     * Copies this store to where there is none. The copy shares nothing with the original, and is a store only once it is
     * whole and on disk.
     *
     * @param target does not exist or is empty
     * @param progress in bytes
     * @throws StoreCannotBeOpened if this is in use, is no store or one of another version, or cannot be read or copied
     * @throws UpkeepRefused if there is something at the target, or it lies in this folder
     */
    public void copyTo(Path target, Progress progress) {
        StoreFolder.requireStore(folder);
        if (StoreFolder.mayBeOpen(folder)) {
            try (StoreFolder taken = StoreFolder.takeExisting(folder)) {
                copy(taken.path(), target, progress);
            }
        } else {
            // A backup may lie where nothing can be written, not even a lock.
            copy(folder, target, progress);
        }
    }

    private static Census countAll(Database database) throws RocksDBException {
        Census census = new Census();
        boolean goesOn = true;
        while (goesOn) {
            goesOn = census.goesOn(database);
        }
        return census;
    }

    private void copy(Path from, Path target, Progress progress) {
        Path to = target.toAbsolutePath().normalize();
        StoreCopy copy = new StoreCopy(from.resolve(StoreFolder.DATABASE), to);
        try {
            Path parent = Objects.requireNonNullElse(to.getParent(), to);
            Files.createDirectories(parent);
            if (parent.toRealPath().startsWith(from.toRealPath())) {
                throw new UpkeepRefused(to + " lies in the folder that is to be copied");
            }
            BackupTarget.requireVacant(to);
            copy.copy(progress);
        } catch (IOException failed) {
            undo(copy, failed);
            throw new StoreCannotBeOpened(folder, "it cannot be copied: " + failed, failed);
        }
    }

    private static void undo(StoreCopy copy, IOException failed) {
        try {
            copy.undo();
        } catch (IOException stays) {
            failed.addSuppressed(stays);
        }
    }

    /** Some systems do not let go of a library while a process has it; then it stays, as it does in a data folder. */
    private static void discard(Path library) {
        try {
            RocksDbUpkeep.remove(library);
        } catch (IOException stays) {
            LOG.debug("The native library stays", stays);
        }
    }

    private <T> T look(StoreFolder taken, Store.Work<T> work) throws RocksDBException {
        boolean hadLibrary = Files.exists(taken.nativeLibraries());
        try (Syncs syncs = new Syncs()) {
            NativeLibrary.load(taken.nativeLibraries());
            try (Database database = Database.look(taken, memoryBudget, syncs)) {
                return work.with(database);
            } finally {
                if (!hadLibrary) {
                    discard(taken.nativeLibraries());
                }
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed.toString(), failed);
        }
    }
}
