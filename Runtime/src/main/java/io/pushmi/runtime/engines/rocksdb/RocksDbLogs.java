package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateRead;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The event logs of the store. */
final class RocksDbLogs implements EventLogStorage {
    private final Readers readers;
    private final Writer writer;
    private final Set<KeyKind> indexes;

    RocksDbLogs(Readers readers, Writer writer, Set<KeyKind> indexes) {
        this.readers = readers;
        this.writer = writer;
        this.indexes = indexes;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        EventLogStorage.requireConsecutive(commits);
        List<EncodedCommit> encoded = new ArrayList<>(commits.size());
        for (Commit commit : commits) {
            encoded.add(EncodedCommit.of(commit, indexes));
        }
        AppendOffer offer = new AppendOffer(log, encoded);
        writer.offer(offer);
        return offer.result();
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return readers.read("the head of log " + log, database -> {
            LogNumber number = database.directory().numberOf(log);
            return number == null ? Head.EMPTY : database.directory().headOf(log, number);
        });
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return ofLog(log, new CommitPage(List.of(), from), (database, commits) -> commits.read(from, limit));
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        Set<Key> wanted = EventLogStorage.requireSome(keys);
        return ofLog(
                log,
                new CommitPage(List.of(), from),
                (database, commits) -> new KeyReader(database, commits).read(wanted, from, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return ofLog(log, EarlierPage.NOTHING, (database, commits) -> commits.readBack(before, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        Set<Key> wanted = EventLogStorage.requireSome(keys);
        return ofLog(
                log,
                EarlierPage.NOTHING,
                (database, commits) -> new KeyReader(database, commits).readBack(wanted, before, limit));
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return ofLog(log, Optional.empty(), (database, commits) -> new KeyReader(database, commits).last(key));
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return ofLog(
                log, Optional.empty(), (database, commits) -> new AggregateReader(database, commits).state(aggregate));
    }

    @Override
    public CompletionStage<AggregateRead> readAggregate(LogId log, AggregateId aggregate, PageLimit limit) {
        return ofLog(
                log,
                new AggregateRead(Optional.empty(), new CommitPage(List.of(), SequenceNumber.FIRST)),
                (database, commits) -> new AggregateReader(database, commits).read(aggregate, limit));
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        Limits.requirePositive(limit);
        return ofLog(
                log,
                new AggregatePage(List.of(), null),
                (database, commits) -> new AggregateReader(database, commits).page(after, limit));
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        Map<SequenceNumber, Content> wanted = Map.copyOf(remaining);
        return readers.read("log " + log, database -> ErasePlan.of(database, log, wanted))
                .thenCompose(this::eraseAll);
    }

    @FunctionalInterface
    private interface LogWork<T> {
        T with(Database database, CommitReader commits) throws RocksDBException;
    }

    /** @param none the answer of a log that has no commits */
    private <T> CompletionStage<T> ofLog(LogId log, T none, LogWork<T> work) {
        return readers.read("log " + log, database -> {
            LogNumber number = database.directory().numberOf(log);
            return number == null ? none : work.with(database, new CommitReader(database, log, number));
        });
    }

    /** One after the other, so that a large erasure is not one large batch. */
    private CompletionStage<Void> eraseAll(List<EraseOffer> offers) {
        CompletionStage<Void> erased = CompletableFuture.completedFuture(null);
        for (EraseOffer offer : offers) {
            erased = erased.thenCompose(before -> {
                writer.offer(offer);
                return offer.result();
            });
        }
        return erased;
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return readers.read(
                "the logs of tenant " + tenant, database -> database.directory().namesOf(tenant));
    }
}
