package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.KeyKind;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Brings what a store says of its indexes in line with the kinds of keys that are to be kept, when it is opened. */
final class Indexes {
    private final Database database;

    Indexes(Database database) {
        this.database = database;
    }

    void keep(Set<KeyKind> kinds) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (KeyKind kind : KeyKind.values()) {
                if (kinds.contains(kind)) {
                    keep(kind, batch);
                } else {
                    drop(kind, batch);
                }
            }
            if (batch.count() > 0) {
                database.write(batch);
            }
        }
    }

    private void keep(KeyKind kind, WriteBatch batch) throws RocksDBException {
        Directory directory = database.directory();
        IndexProgress progress = directory.storedProgress(kind);
        if (progress == null) {
            progress = IndexProgress.beginning(directory.counters().nextLog());
            batch.put(database.handle(Column.DIRECTORY), Layout.index(kind), progress.encode());
        }
        directory.progressed(kind, progress);
    }

    /** Commits go in without its entries from now on, so that the index must be built anew should the kind come back. */
    private void drop(KeyKind kind, WriteBatch batch) throws RocksDBException {
        if (database.directory().storedProgress(kind) != null) {
            batch.delete(database.handle(Column.DIRECTORY), Layout.index(kind));
        }
    }
}
