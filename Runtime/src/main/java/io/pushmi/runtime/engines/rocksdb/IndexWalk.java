package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Arrays;
import org.rocksdb.RocksDBException;

/** Goes through the index of a log, where entries of the same key follow one another in the order of positions. */
final class IndexWalk {
    private final CheckedLog log;
    private final LogSums sums;
    private byte[] before = {};
    private long place;

    IndexWalk(CheckedLog log, LogSums sums) {
        this.log = log;
        this.sums = sums;
    }

    void run() {
        try (Scan scan = log.database().sweep(Column.KEYS, log.prefix())) {
            for (boolean isThere = scan.seek(log.prefix()); isThere; isThere = scan.next()) {
                log.run().advance();
                byte[] entry = scan.key();
                KeyKind kind = Layout.kindOf(entry);
                if (kind == null) {
                    log.found(null, "the index has an entry that is none");
                } else {
                    check(kind, entry);
                }
            }
        } catch (RocksDBException unreadable) {
            log.found(null, "the index cannot be read: " + unreadable.getMessage());
        }
    }

    private void check(KeyKind kind, byte[] entry) {
        boolean goesOn =
                before.length > 0 && Arrays.equals(entry, 0, Layout.INDEX_PREFIX, before, 0, Layout.INDEX_PREFIX);
        place = goesOn ? place + 1 : 1;
        if (!goesOn) {
            log.run().checkedKey();
        }
        long position = Layout.indexedPosition(entry);
        byte[] hash = Layout.indexedHash(entry);
        sums.isIndexed(kind, hash, position);
        if (kind == KeyKind.AGGREGATE) {
            sums.isInPlace(hash, position, place);
        } else if (kind == KeyKind.COMMIT_ID && goesOn) {
            checkDistinct(Layout.indexedPosition(before), position);
        }
        before = entry;
    }

    /** The same hash says little: the commits themselves say whether it was the same id. */
    private void checkDistinct(long earlier, long later) {
        if (earlier >= 0
                && log.commitAt(new SequenceNumber(earlier)) instanceof CheckedLog.Found.Whole first
                && log.commitAt(new SequenceNumber(later)) instanceof CheckedLog.Found.Whole second) {
            CommitId id = second.commit().id();
            Commit original = first.commit();
            if (id instanceof CommitId.Chosen && id.equals(original.id())) {
                log.found(
                        second.commit().first(),
                        "it has the commit id " + id + ", which the commit at " + original.first() + " has");
            }
        }
    }
}
