package io.pushmi.runtime.storage;

import io.pushmi.runtime.engines.mongodb.MongoEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine for each tenant, opened when it is first asked for: specifications do not say beforehand which tenants they
 * are going to have, as a configuration does.
 */
final class TenantEngines implements StorageEngine, EventLogStorage, StateStorage {
    private final Map<TenantId, MongoEngine> engines = new ConcurrentHashMap<>();
    private final Function<TenantId, MongoEngine> opening;
    private volatile boolean isClosed;

    TenantEngines(Function<TenantId, MongoEngine> opening) {
        this.opening = opening;
    }

    MongoEngine of(TenantId tenant) {
        return engines.computeIfAbsent(tenant, first -> {
            if (isClosed) {
                throw new StorageUnavailable("closed before anything was asked of tenant " + first, null);
            }
            return opening.apply(first);
        });
    }

    long syncs() {
        return engines.values().stream().mapToLong(MongoEngine::syncs).sum();
    }

    @Override
    public EventLogStorage logs() {
        return this;
    }

    @Override
    public StateStorage states() {
        return this;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public StorageHealth health() {
        return engines.values().stream()
                .map(MongoEngine::health)
                .filter(health -> !(health instanceof StorageHealth.Healthy))
                .findFirst()
                .orElse(StorageHealth.HEALTHY);
    }

    @Override
    public void close() {
        isClosed = true;
        engines.values().forEach(MongoEngine::close);
    }

    private EventLogStorage of(LogId log) {
        return of(log.tenant()).logs();
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return of(log).append(log, commits);
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return of(log).head(log);
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return of(log).read(log, from, limit);
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return of(log).readByKeys(log, keys, from, limit);
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return of(log).readBack(log, before, limit);
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return of(log).readBackByKeys(log, keys, before, limit);
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return of(log).lastByKey(log, key);
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return of(log).aggregate(log, aggregate);
    }

    @Override
    public CompletionStage<AggregateRead> readAggregate(LogId log, AggregateId aggregate, PageLimit limit) {
        return of(log).readAggregate(log, aggregate, limit);
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return of(log).aggregates(log, after, limit);
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        return of(log).erase(log, remaining);
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return of(tenant).logs().names(tenant);
    }

    @Override
    public Watch watch(LogId log, Runnable hint) {
        return of(log).watch(log, hint);
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return of(name.tenant()).states().get(name);
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        return of(tenant).states().list(tenant, collection, after, limit);
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return of(tenant).states().collections(tenant);
    }

    /** Hands over the changes of each tenant in a batch of their own; a specification has one tenant in a batch. */
    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        CompletionStage<List<StateResult>> all = CompletableFuture.completedFuture(new ArrayList<>());
        List<TenantId> tenants = changes.stream()
                .map(change -> change.name().tenant())
                .distinct()
                .toList();
        if (tenants.size() == 1) {
            return of(tenants.get(0)).states().change(changes);
        }
        for (StateChange change : changes) {
            all = all.thenCompose(before -> of(change.name().tenant())
                    .states()
                    .change(List.of(change))
                    .thenApply(made -> {
                        before.addAll(made);
                        return before;
                    }));
        }
        return all;
    }
}
