package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Follows each aggregate of a log from commit to commit, to find where it does not go on from where it was. */
final class ChainSearch {
    private final CheckedLog log;
    private final Map<AggregateId, AggregateState> reached = new HashMap<>();
    private byte[] hash = {};
    private @Nullable AggregateState record;
    private boolean isRecordPassed;
    private boolean isRecordMissing;
    private boolean isKnown = true;

    ChainSearch(CheckedLog log) {
        this.log = log;
    }

    void run() {
        try (Scan entries = log.database().sweep(Column.KEYS, log.prefix())) {
            for (boolean isThere = entries.seek(log.prefix()); isThere; isThere = entries.next()) {
                log.run().advance();
                if (Layout.kindOf(entries.key()) == KeyKind.AGGREGATE) {
                    follow(entries.key());
                }
            }
            compareRecord();
        } catch (RocksDBException unreadable) {
            log.found(null, "its aggregates cannot be followed: " + unreadable.getMessage());
        }
    }

    private void follow(byte[] entry) throws RocksDBException {
        byte[] next = Layout.indexedHash(entry);
        if (!Arrays.equals(next, hash)) {
            compareRecord();
            begin(next);
        }
        CheckedLog.Found found = log.commitAt(new SequenceNumber(Layout.indexedPosition(entry)));
        if (found instanceof CheckedLog.Found.Whole whole) {
            whole.commit().aggregates().stream()
                    .filter(state -> Arrays.equals(Hash.of(state.aggregate()).bytes(), hash))
                    .forEach(state -> goOn(whole.commit(), state));
        } else {
            // What was in it is not known, so that nothing can be said of what follows.
            isKnown = false;
        }
    }

    private void goOn(Commit commit, AggregateState state) {
        AggregateState before = reached.put(state.aggregate(), state);
        isRecordPassed |= state.equals(record);
        long version = before == null ? 0 : before.next().value();
        long commits = before == null ? 0 : before.commits();
        long from = firstVersion(commit, state.aggregate());
        if (isKnown && (from != version || state.commits() != commits + 1)) {
            log.found(
                    commit.first(),
                    "aggregate " + state.aggregate() + " goes on from version " + from + " as commit " + state.commits()
                            + ", but was left at version " + version + " by commit " + commits);
        }
        isKnown = true;
    }

    private static long firstVersion(Commit commit, AggregateId aggregate) {
        return commit.events().stream()
                .map(event -> event.appliedBy())
                .filter(by -> by != null && by.aggregate().equals(aggregate))
                .mapToLong(by -> by.version().value())
                .findFirst()
                .orElse(-1);
    }

    /** A record that no commit agrees with has been told already. */
    private void compareRecord() {
        if (!isKnown || reached.isEmpty()) {
            return;
        }
        if (isRecordPassed && record != null && !reached.containsValue(record)) {
            log.found(
                    record.last(),
                    "aggregate " + record.aggregate() + " is recorded to be at version " + record.next()
                            + ", but has later events");
        } else if (isRecordMissing) {
            AggregateState any = reached.values().iterator().next();
            log.found(any.last(), "aggregate " + any.aggregate() + " has events but no record");
        }
    }

    private void begin(byte[] next) throws RocksDBException {
        hash = next;
        reached.clear();
        isKnown = true;
        isRecordPassed = false;
        byte[] stored = log.database().get(Column.AGGREGATES, Layout.aggregate(log.number(), Hash.stored(hash)));
        isRecordMissing = stored == null;
        record = stored == null ? null : decoded(stored);
    }

    private @Nullable AggregateState decoded(byte[] stored) {
        try {
            return AggregateCodec.decode(log.log(), stored);
        } catch (StorageDamaged toldBefore) {
            return null;
        }
    }
}
