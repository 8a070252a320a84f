package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Event logs that hand every call on to others; subclasses change one thing. */
public class ForwardingLogs implements EventLogStorage {
    private final EventLogStorage logs;

    public ForwardingLogs(EventLogStorage logs) {
        this.logs = logs;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return logs.append(log, commits);
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return logs.head(log);
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return logs.read(log, from, limit);
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return logs.readByKeys(log, keys, from, limit);
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return logs.readBack(log, before, limit);
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return logs.readBackByKeys(log, keys, before, limit);
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return logs.lastByKey(log, key);
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return logs.aggregate(log, aggregate);
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return logs.aggregates(log, after, limit);
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        return logs.erase(log, remaining);
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return logs.names(tenant);
    }
}
