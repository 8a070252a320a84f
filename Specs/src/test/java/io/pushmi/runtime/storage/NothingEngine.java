package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Agrees to everything and remembers none of it. */
final class NothingEngine implements StorageEngine, EventLogStorage, StateStorage {
    @Override
    public EventLogStorage logs() {
        return this;
    }

    @Override
    public StateStorage states() {
        return this;
    }

    @Override
    public StorageHealth health() {
        return StorageHealth.HEALTHY;
    }

    @Override
    public void close() {}

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return CompletableFuture.completedFuture(new AppendResult.Appended(commits.size()));
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return CompletableFuture.completedFuture(Head.EMPTY);
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return CompletableFuture.completedFuture(new CommitPage(List.of(), from));
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return CompletableFuture.completedFuture(new CommitPage(List.of(), from));
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return CompletableFuture.completedFuture(EarlierPage.NOTHING);
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return CompletableFuture.completedFuture(EarlierPage.NOTHING);
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return CompletableFuture.completedFuture(new AggregatePage(List.of(), null));
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        return CompletableFuture.completedFuture(
                changes.stream().map(NothingEngine::agree).toList());
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        return CompletableFuture.completedFuture(new StatePage(List.of(), null));
    }

    private static StateResult agree(StateChange change) {
        boolean removed = change instanceof StateChange.Remove;
        return new StateResult.Changed(
                removed ? Revision.ABSENT : new Revision(change.expected().value() + 1));
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return CompletableFuture.completedFuture(Set.of());
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return CompletableFuture.completedFuture(Set.of());
    }
}
