package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.storage.Verification;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that no Runtime has open, and what can be done with it then. No Runtime can open it for as long as that takes,
 * and nothing in it is changed but that it gets a lock file if it has none. All of it blocks.
 */
public final class ClosedStore {
    private static final Logger LOG = LoggerFactory.getLogger(ClosedStore.class);

    private final Path folder;
    private final long memoryBudget;
    private final Predicate<Path> isReadable;

    /** @param memoryBudget the bytes that caches outside the heap may take, as in {@link RocksDbSettings} */
    public ClosedStore(Path folder, long memoryBudget) {
        this(folder, memoryBudget, Files::isReadable);
    }

    ClosedStore(Path folder, long memoryBudget, Predicate<Path> isReadable) {
        this.folder = folder;
        this.memoryBudget = memoryBudget;
        this.isReadable = isReadable;
    }

    /**
     * Sees that there is a store.
     *
     * @throws StoreCannotBeOpened if the folder is in use, is no store, or is one of another version
     */
    public void requireThere() {
        StoreFolder.takeToLook(folder).close();
    }

    /**
     * Checks everything in it. What is wrong is told to the listener; only what has nothing to do with the store's content
     * ends in an exception.
     *
     * @throws StoreCannotBeOpened if the folder is in use, is no store or one of another version, or has something that
     *     this user may not read
     */
    public Verification verify(Verification.Listener listener) {
        VerificationRun run = new VerificationRun(listener);
        try (StoreFolder taken = StoreFolder.takeToLook(folder)) {
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
        try (StoreFolder taken = StoreFolder.takeToLook(folder)) {
            return look(taken, ClosedStore::countAll).result(taken.size());
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        } catch (StorageDamaged | RocksDBException damaged) {
            throw new StoreCannotBeOpened(folder, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /**
     * Copies this store to where there is none. The copy shares nothing with the original, and is a store only once it is
     * whole and on disk. However it fails, nothing is left of it.
     *
     * @param target does not exist or is empty; its parent exists
     * @param progress in bytes
     * @throws StoreCannotBeOpened if this is in use, is no store or one of another version, or cannot be read
     * @throws UpkeepRefused if there is something at the target, it lies in this folder, or cannot be written
     */
    public void copyTo(Path target, Progress progress) {
        try (StoreFolder taken = StoreFolder.takeToLook(folder)) {
            requireReadable(taken);
            copy(taken, target.toAbsolutePath(), progress);
        } catch (IOException unreadable) {
            throw new StoreCannotBeOpened(folder, unreadable);
        }
    }

    private static void copy(StoreFolder from, Path target, Progress progress) {
        try {
            StoreCopy.copy(from.database(), CopyTarget.require(target, from.path()), progress);
        } catch (IOException failed) {
            throw new UpkeepRefused(
                    "the store in " + from.path() + " cannot be copied to " + target + ": " + Failures.inWords(failed),
                    failed);
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

    private <T> T look(StoreFolder taken, Store.Work<T> work) throws RocksDBException {
        boolean isKept = Files.exists(taken.nativeLibraries());
        try (Syncs syncs = new Syncs()) {
            requireReadable(taken);
            // Where programs may not be run from the temporary folder they usually may from a data folder.
            Path libraries = isKept || Files.isWritable(taken.path())
                    ? taken.nativeLibraries()
                    : Files.createTempDirectory("pushmi-native");
            try {
                NativeLibrary.load(libraries);
                try (Database database = Database.look(taken, memoryBudget, syncs)) {
                    return work.with(database);
                }
            } finally {
                if (!isKept) {
                    discard(libraries);
                }
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        } catch (UnsatisfiedLinkError unusable) {
            throw new StoreCannotBeOpened(folder, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** RocksDB would take what this user may not read for damage. */
    private void requireReadable(StoreFolder taken) throws IOException {
        if (!Files.isDirectory(taken.database())) {
            return;
        }
        try (Stream<Path> files = Files.list(taken.database())) {
            Optional<Path> hidden = files.filter(file -> !isReadable.test(file)).findFirst();
            if (hidden.isPresent()) {
                throw new AccessDeniedException(hidden.get().toString());
            }
        }
    }

    /** Some systems do not let go of a library while a process has it; then it stays, as it does in a data folder. */
    private static void discard(Path libraries) {
        try {
            DurableFiles.remove(libraries);
        } catch (IOException stays) {
            LOG.debug("The native library stays", stays);
        }
    }
}
