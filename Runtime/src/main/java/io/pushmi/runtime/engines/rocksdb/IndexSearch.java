package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.Arrays;
import java.util.Set;
import org.rocksdb.RocksDBException;

/** Finds the commits that an index lacks, and its entries that lead to no commit with their key. */
final class IndexSearch {
    private final CheckedLog log;

    IndexSearch(CheckedLog log) {
        this.log = log;
    }

    /** Whether it found nothing wrong. */
    boolean run(Set<KeyKind> kinds) {
        long before = log.run().findings();
        try (Scan commits = log.database().sweep(Column.COMMITS, log.prefix())) {
            for (boolean isThere = commits.seek(log.prefix()); isThere; isThere = commits.next()) {
                log.run().advance();
                findMissing(commits.key(), commits.value(), kinds);
            }
        } catch (RocksDBException unreadable) {
            log.found(null, "what its index lacks cannot be told: " + unreadable.getMessage());
        }
        try (Scan entries = log.database().sweep(Column.KEYS, log.prefix())) {
            for (boolean isThere = entries.seek(log.prefix()); isThere; isThere = entries.next()) {
                log.run().advance();
                KeyKind kind = Layout.kindOf(entries.key());
                if (kind != null && kinds.contains(kind)) {
                    findStray(kind, entries.key());
                }
            }
        } catch (RocksDBException unreadable) {
            log.found(null, "where its index leads cannot be told: " + unreadable.getMessage());
        }
        return log.run().findings() == before;
    }

    private void findMissing(byte[] key, byte[] value, Set<KeyKind> kinds) throws RocksDBException {
        if (!Layout.isCommit(key)) {
            return;
        }
        Commit commit;
        try {
            commit = CommitCodec.decode(log.log(), Layout.positionOf(key), value);
        } catch (StorageDamaged toldBefore) {
            return;
        }
        for (Key wanted : Key.of(commit)) {
            byte[] entry = Layout.indexEntry(log.number(), IndexTerm.of(wanted), commit.first());
            if (kinds.contains(wanted.kind()) && log.database().get(Column.KEYS, entry) == null) {
                log.found(commit.first(), "the commit is not found by its key " + wanted);
            }
        }
    }

    private void findStray(KeyKind kind, byte[] entry) {
        long position = Layout.indexedPosition(entry);
        if (position < 0) {
            log.found(null, "the index by " + kind + " has an entry that leads nowhere");
            return;
        }
        SequenceNumber first = new SequenceNumber(position);
        CheckedLog.Found found = log.commitAt(first);
        if (found instanceof CheckedLog.Found.Nothing) {
            log.found(first, "the index by " + kind + " leads here, where no commit starts");
        } else if (found instanceof CheckedLog.Found.Whole whole && !has(whole.commit(), kind, entry)) {
            log.found(first, "the index by " + kind + " leads here for a key that the commit does not have");
        }
    }

    private static boolean has(Commit commit, KeyKind kind, byte[] entry) {
        byte[] hash = Layout.indexedHash(entry);
        return Key.of(commit).stream()
                .anyMatch(key -> key.kind() == kind
                        && Arrays.equals(IndexTerm.of(key).hash().bytes(), hash));
    }
}
