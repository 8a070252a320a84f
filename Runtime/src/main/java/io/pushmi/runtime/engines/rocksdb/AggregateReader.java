package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateRead;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** The state is looked up only if there is more than the page: else its last commit tells. */
    AggregateRead read(AggregateId aggregate, PageLimit limit) throws RocksDBException {
        SequenceNumber head = commits.head();
        CommitPage first = new KeyReader(database, commits)
                .read(Set.of(new Key.OfAggregate(aggregate)), SequenceNumber.FIRST, limit);
        if (first.next().isBefore(head)) {
            return new AggregateRead(state(aggregate), first);
        }
        int count = first.commits().size();
        return new AggregateRead(
                count == 0 ? Optional.empty() : stateIn(first.commits().get(count - 1), aggregate), first);
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
                .flatMap(commit -> stateIn(commit, aggregate));
    }

    private static Optional<AggregateState> stateIn(Commit commit, AggregateId aggregate) {
        return commit.aggregates().stream()
                .filter(state -> state.aggregate().equals(aggregate))
                .findFirst();
    }

    private static byte[] justAfter(byte[] prefix, Bytes after) {
        return new ByteWriter(32).raw(prefix).raw(after.array()).octet(0).toArray();
    }
}
