package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads what is remembered of the aggregates of a log. */
final class AggregateReader {
    private final Database database;
    private final CommitReader commits;

    AggregateReader(Database database, CommitReader commits) {
        this.database = database;
        this.commits = commits;
    }

    Optional<AggregateState> state(AggregateId aggregate) throws RocksDBException {
        byte[] bytes = database.get(Column.AGGREGATES, Layout.aggregate(commits.number(), aggregate));
        if (bytes == null) {
            return Optional.empty();
        }
        AggregateState state = AggregateCodec.decode(commits.log(), bytes);
        return state.aggregate().equals(aggregate) ? Optional.of(state) : stateInLastCommit(aggregate);
    }

    /** In the order of their hashes; what goes on after a page is the last of them. */
    AggregatePage page(@Nullable Bytes after, int limit) throws RocksDBException {
        byte[] prefix = Layout.log(commits.number());
        List<AggregateState> aggregates = new ArrayList<>();
        byte[] last = null;
        try (Scan records = database.scan(Column.AGGREGATES, prefix)) {
            boolean isThere = records.seek(after == null ? prefix : justAfter(prefix, after));
            while (isThere && aggregates.size() < limit) {
                database.requireWanted();
                aggregates.add(AggregateCodec.decode(commits.log(), records.value()));
                last = records.key();
                isThere = records.next();
            }
            Bytes next = isThere && last != null ? Bytes.wrap(Arrays.copyOfRange(last, 4, last.length)) : null;
            return new AggregatePage(aggregates, next);
        }
    }

    /** Two aggregates with one hash share one record, so that the log itself has to tell. */
    private Optional<AggregateState> stateInLastCommit(AggregateId aggregate) throws RocksDBException {
        return new KeyReader(database, commits)
                .last(new Key.OfAggregate(aggregate))
                .flatMap(commit -> commit.aggregates().stream()
                        .filter(state -> state.aggregate().equals(aggregate))
                        .findFirst());
    }

    private static byte[] justAfter(byte[] prefix, Bytes after) {
        return new ByteWriter(32).raw(prefix).raw(after.array()).octet(0).toArray();
    }
}
