package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
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
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The event logs of the tenants' databases. */
final class MongoLogs implements EventLogStorage {
    private final Function<TenantId, MongoCommands> databases;
    private final Set<KeyKind> kinds;
    private final ScheduledExecutorService timer;

    /**
     * @param databases the database of a tenant, always the same one; throws {@link StorageUnavailable} for a tenant that
     *     has none
     * @param kinds what commits are to be found by without a scan
     * @param timer for what is done later; its thread is never held
     */
    MongoLogs(Function<TenantId, MongoCommands> databases, Set<KeyKind> kinds, ScheduledExecutorService timer) {
        this.databases = databases;
        this.kinds = kinds.isEmpty() ? EnumSet.noneOf(KeyKind.class) : EnumSet.copyOf(kinds);
        this.timer = timer;
    }

    /** Why a log takes no commits any more, if that is so of one. */
    Optional<String> readOnlyBecause() {
        return Optional.empty();
    }

    /** From then on everything fails; completes when what was offered before is answered. */
    CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return CompletableFuture.completedFuture(new AppendResult.Refused(0, "not open yet"));
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return unavailable();
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return unavailable();
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return unavailable();
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return unavailable();
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return unavailable();
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return unavailable();
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return unavailable();
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return unavailable();
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        return unavailable();
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return unavailable();
    }

    private static <T> CompletionStage<T> unavailable() {
        return CompletableFuture.failedFuture(new StorageUnavailable("the logs are not open yet", null));
    }
}
