package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The log that is being checked, as far as it can be read. */
record CheckedLog(Database database, LogId log, LogNumber number, VerificationRun run) {
    byte[] prefix() {
        return Layout.log(number);
    }

    void found(@Nullable SequenceNumber position, String problem) {
        run.found(log, position, problem);
    }

    /** Those kinds of keys by which every commit of this log must be found. */
    Set<KeyKind> indexed() throws RocksDBException {
        Set<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
        for (KeyKind kind : KeyKind.values()) {
            IndexProgress progress = progress(kind);
            if (progress != null && progress.covers(number)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** What may be at a place where a commit is said to start. */
    sealed interface Found {
        record Whole(Commit commit) implements Found {}

        record Nothing() implements Found {}

        /** A commit that is damaged, which is told where the commits are checked. */
        record Unreadable() implements Found {}
    }

    Found commitAt(SequenceNumber first) {
        try {
            byte[] bytes = database.get(Column.COMMITS, Layout.commit(number, first));
            return bytes == null ? new Found.Nothing() : new Found.Whole(CommitCodec.decode(log, first, bytes));
        } catch (StorageDamaged | RocksDBException unreadable) {
            return new Found.Unreadable();
        }
    }

    /** What contains the position, if anything does. */
    Found commitWith(SequenceNumber position) {
        try (Scan scan = database.scan(Column.COMMITS, prefix())) {
            if (!scan.seekBack(Layout.commit(number, position))) {
                return new Found.Nothing();
            }
            Commit commit = CommitCodec.decode(log, Layout.positionOf(scan.key()), scan.value());
            return position.isBefore(commit.next()) ? new Found.Whole(commit) : new Found.Nothing();
        } catch (StorageDamaged | IllegalArgumentException | RocksDBException unreadable) {
            return new Found.Unreadable();
        }
    }

    private @Nullable IndexProgress progress(KeyKind kind) throws RocksDBException {
        try {
            return database.directory().storedProgress(kind);
        } catch (StorageDamaged toldWithTheDirectory) {
            return null;
        }
    }
}
