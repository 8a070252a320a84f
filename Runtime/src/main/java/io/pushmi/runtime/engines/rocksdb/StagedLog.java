package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A log as it will be once the turn's batch is written. */
final class StagedLog {
    private static final byte[] NOTHING = {};

    private final Turn turn;
    private final LogId log;
    private @Nullable LogNumber number;
    private Head head;
    private boolean isChanged;

    /** @param number null for a log that has no commits yet */
    StagedLog(Turn turn, LogId log, @Nullable LogNumber number, Head head) {
        this.turn = turn;
        this.log = log;
        this.number = number;
        this.head = head;
    }

    Head head() {
        return head;
    }

    void append(EncodedCommit encoded) throws RocksDBException {
        if (number == null) {
            number = turn.newLog(log);
        }
        Commit commit = encoded.commit();
        turn.put(
                Column.COMMITS,
                Layout.commit(number, commit.first()),
                encoded.bytes().array());
        for (IndexTerm term : encoded.terms()) {
            turn.put(Column.KEYS, Layout.indexEntry(number, term, commit.first()), NOTHING);
        }
        for (EncodedCommit.EncodedAggregate aggregate : encoded.aggregates()) {
            turn.put(
                    Column.AGGREGATES,
                    Layout.aggregate(number, aggregate.hash()),
                    aggregate.bytes().array());
        }
        head = new Head(commit.next(), commit.id(), latest(head.occurred(), commit.occurred()));
        isChanged = true;
    }

    /** Once, when everything is appended: only the last head of a batch matters. */
    void putHead() throws RocksDBException {
        if (number != null && isChanged) {
            turn.put(Column.DIRECTORY, Layout.head(number), HeadCodec.encode(head));
        }
    }

    void remember() {
        if (number != null) {
            turn.database().directory().reached(log, number, head);
        }
    }

    private static Instant latest(@Nullable Instant before, Instant now) {
        return before != null && before.isAfter(now) ? before : now;
    }
}
