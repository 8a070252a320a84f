package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.Arrays;
import org.rocksdb.RocksDBException;

/** Compares what is recorded of each aggregate of a log with the commit that says so. */
final class RecordWalk {
    private final CheckedLog log;
    private final LogSums sums;

    RecordWalk(CheckedLog log, LogSums sums) {
        this.log = log;
        this.sums = sums;
    }

    void run() {
        try (Scan scan = log.database().sweep(Column.AGGREGATES, log.prefix())) {
            for (boolean isThere = scan.seek(log.prefix()); isThere; isThere = scan.next()) {
                log.run().advance();
                check(scan.key(), scan.value());
            }
        } catch (RocksDBException unreadable) {
            log.found(null, "the records of aggregates cannot all be read: " + unreadable.getMessage());
        }
    }

    private void check(byte[] key, byte[] value) {
        AggregateState state;
        try {
            state = AggregateCodec.decode(log.log(), value);
        } catch (StorageDamaged damaged) {
            log.run().found(log.log(), null, "the record of an aggregate", damaged);
            return;
        }
        log.run().checkedAggregate();
        Hash hash = Hash.of(state.aggregate());
        if (!Arrays.equals(key, Layout.aggregate(log.number(), hash))) {
            log.found(
                    state.last(), "the record of aggregate " + state.aggregate() + " is where it is never looked for");
        }
        sums.isRecorded(hash, state);
        compare(state);
    }

    private void compare(AggregateState state) {
        CheckedLog.Found found = log.commitWith(state.last());
        boolean isSaid = found instanceof CheckedLog.Found.Whole whole
                && whole.commit().aggregates().contains(state);
        if (!isSaid && !(found instanceof CheckedLog.Found.Unreadable)) {
            log.found(
                    state.last(),
                    "aggregate " + state.aggregate() + " is recorded to be at version " + state.next() + " after "
                            + state.commits() + " commits, which no commit here says");
        }
    }
}
