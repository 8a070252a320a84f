package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.KeyKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Looks into a store that is closed and changes what lies there, as no engine would. */
final class StoreSurgery {
    private final Database database;

    @FunctionalInterface
    interface Operation {
        void on(StoreSurgery store) throws RocksDBException;
    }

    private StoreSurgery(Database database) {
        this.database = database;
    }

    /** @param kinds those that the store was last opened with, so that this changes nothing by itself */
    static void on(Path folder, Set<KeyKind> kinds, Operation operation) {
        RocksDbSettings settings =
                RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY).withIndexes(kinds);
        try (StoreFolder taken = StoreFolder.take(folder);
                Syncs syncs = new Syncs();
                Database database = Database.open(taken, settings, syncs, BatchWrite.PLAIN)) {
            operation.on(new StoreSurgery(database));
        } catch (RocksDBException failed) {
            throw new AssertionError("the operation failed", failed);
        }
    }

    IndexProgress progress(KeyKind kind) throws RocksDBException {
        return Objects.requireNonNull(database.directory().storedProgress(kind));
    }

    byte[] get(Column column, byte[] key) throws RocksDBException {
        return Objects.requireNonNull(database.get(column, key));
    }

    void put(Column column, byte[] key, byte[] value) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(database.handle(column), key, value);
            database.write(batch);
        }
    }

    void delete(Column column, byte[] key) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(database.handle(column), key);
            database.write(batch);
        }
    }

    /** Puts the commit behind the last one with everything that belongs to it, without asking whether it may be there. */
    void append(LogNumber log, Commit commit) throws RocksDBException {
        EncodedCommit encoded = EncodedCommit.of(commit, EnumSet.allOf(KeyKind.class));
        Head before = HeadCodec.decode(get(Column.DIRECTORY, Layout.head(log)));
        Instant latest = Objects.requireNonNull(before.occurred());
        put(Column.COMMITS, Layout.commit(log, commit.first()), encoded.bytes().array());
        for (IndexTerm term : encoded.terms()) {
            put(Column.KEYS, Layout.indexEntry(log, term, commit.first()), new byte[0]);
        }
        for (EncodedCommit.EncodedAggregate aggregate : encoded.aggregates()) {
            put(
                    Column.AGGREGATES,
                    Layout.aggregate(log, aggregate.hash()),
                    aggregate.bytes().array());
        }
        Head head =
                new Head(commit.next(), commit.id(), latest.isAfter(commit.occurred()) ? latest : commit.occurred());
        put(Column.DIRECTORY, Layout.head(log), HeadCodec.encode(head));
    }
}
