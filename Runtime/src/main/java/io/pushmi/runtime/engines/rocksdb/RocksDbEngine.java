package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksDBException;

/**
 * The embedded store: everything in one RocksDB database in a folder of this process's own, and nothing to install.
 * Made by {@link #open}; safe for any thread. What its stages complete runs on its own threads, where {@link #close} must
 * not be called.
 */
public final class RocksDbEngine implements StorageEngine {
    private static final int FEWEST_READERS = 2;
    private static final int MOST_READERS = 4;

    private final StoreFolder folder;
    private final Store store;
    private final Syncs syncs;
    private final SpaceGuard space;
    private final ExecutorService writing = Executors.newSingleThreadExecutor(Threads.named("writer"));
    private final ExecutorService reading = Executors.newFixedThreadPool(readers(), Threads.named("reader"));
    private final ScheduledExecutorService maintaining =
            Executors.newSingleThreadScheduledExecutor(Threads.named("maintenance"));
    private final Writer writer;
    private final Readers readers;
    private final RocksDbLogs logs;
    private final RocksDbStates states;
    private final RocksDbUpkeep upkeep;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private RocksDbEngine(StoreFolder folder, Store store, Syncs syncs, RocksDbSettings settings) {
        this.folder = folder;
        this.syncs = syncs;
        this.store = store;
        space = new SpaceGuard(settings.freeSpace(), settings.freeSpaceReserve());
        writer = new Writer(store, space, writing, new Reopener(store, maintaining)::start);
        readers = new Readers(store, reading);
        logs = new RocksDbLogs(readers, writer, settings.indexes());
        states = new RocksDbStates(readers, writer);
        upkeep = new RocksDbUpkeep(folder, readers, writer, new FilePurge(folder, store, space));
    }

    /**
     * Opens the store, and creates it if there is none. Blocks until what was written last is recovered.
     *
     * @throws StoreCannotBeOpened if the folder is in use, holds something else or a store of another version, cannot be
     *     written, or is damaged; what is there then is left as it was, as far as this can be told by looking at it
     */
    public static RocksDbEngine open(RocksDbSettings settings) {
        return open(settings, BatchWrite.PLAIN);
    }

    static RocksDbEngine open(RocksDbSettings settings, BatchWrite batchWrite) {
        StoreFolder folder = StoreFolder.take(settings.folder());
        Syncs syncs = new Syncs();
        try {
            folder.discardCheckpoint();
            Store store = new Store(() -> Database.open(folder, settings, syncs, batchWrite));
            RocksDbEngine engine = new RocksDbEngine(folder, store, syncs, settings);
            new IndexBuilder(store, engine.writer, settings.indexes(), engine.maintaining).start();
            return engine;
        } catch (RuntimeException | Error failed) {
            syncs.close();
            folder.close();
            throw failed;
        }
    }

    @Override
    public EventLogStorage logs() {
        return logs;
    }

    @Override
    public StateStorage states() {
        return states;
    }

    /** Every tenant that has a log or a state document in this store. */
    public CompletionStage<Set<TenantId>> tenants() {
        return readers.read("the tenants", Tenancy::of);
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(upkeep);
    }

    @Override
    public StorageHealth health() {
        String unavailable = store.unavailableBecause();
        if (unavailable != null) {
            return new StorageHealth.Unavailable(unavailable);
        }
        String shortage = space.shortage();
        return shortage == null ? StorageHealth.HEALTHY : new StorageHealth.ReadOnly(shortage);
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        maintaining.shutdownNow();
        upkeep.stop();
        writer.stop();
        Threads.finish(writing);
        store.close();
        Threads.finish(reading);
        Threads.finish(maintaining);
        upkeep.finish();
        syncs.close();
        folder.close();
    }

    /**
     * How often the write-ahead log was brought to disk since this engine was opened. It grows before anything is
     * acknowledged that the sync made durable, and never otherwise than by a sync.
     */
    public long syncs() {
        return syncs.count();
    }

    /** Whether reads by this kind of key no longer look at every commit, in any log. */
    boolean isIndexed(KeyKind kind) {
        try {
            return store.use(database -> {
                IndexProgress progress = database.directory().progress(kind);
                return progress != null && progress.isComplete();
            });
        } catch (RocksDBException failed) {
            throw Failures.of("the index by " + kind, failed);
        }
    }

    private static int readers() {
        return Math.max(
                FEWEST_READERS, Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors()));
    }
}
