package io.pushmi.runtime.storage;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The event logs of a {@link MemoryEngine}. */
final class MemoryLogStorage implements EventLogStorage {
    private final MemoryEngine engine;

    MemoryLogStorage(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        List<Commit> offered = List.copyOf(commits);
        return engine.ask(() -> appendNow(log, offered))
                .exceptionally(failure -> new AppendResult.Refused(0, MemoryEngine.reason(failure)));
    }

    private AppendResult appendNow(LogId log, List<Commit> commits) {
        List<Commit> kept = engine.log(log).append(commits);
        if (kept.isEmpty()) {
            return new AppendResult.PositionTaken(0);
        }
        try {
            engine.write(new Write.Appended(log, kept));
        } catch (StorageUnavailable unsynced) {
            return new AppendResult.Unknown(0, MemoryEngine.reason(unsynced));
        }
        return new AppendResult.Appended(commits.size());
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return engine.ask(() -> engine.log(log).head());
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return engine.ask(() -> engine.log(log).read(from, limit));
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return engine.ask(() -> engine.log(log).readByKeys(keys, from, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return engine.ask(() -> engine.log(log).readBack(before, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return engine.ask(() -> engine.log(log).readBackByKeys(keys, before, limit));
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return engine.ask(() -> engine.log(log).lastByKey(key));
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return engine.ask(() -> engine.log(log).aggregate(aggregate));
    }

    @Override
    public CompletionStage<AggregateRead> readAggregate(LogId log, AggregateId aggregate, PageLimit limit) {
        return engine.ask(() -> engine.log(log).readAggregate(aggregate, limit));
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return engine.ask(() -> engine.log(log).aggregates(after, limit));
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        Map<SequenceNumber, Content> replacements = Map.copyOf(remaining);
        return engine.ask(() -> {
                    engine.log(log).erase(replacements);
                    engine.write(new Write.Erased(log, replacements));
                    return replacements;
                })
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return engine.ask(() -> engine.names(tenant));
    }
}
