package io.pushmi.runtime.engines.mongodb;

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
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Watch;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The event logs of the tenants' databases. */
final class MongoLogs implements EventLogStorage {
    private final Function<TenantId, MongoCommands> databases;
    private final Set<KeyKind> kinds;
    private final ScheduledExecutorService timer;
    private final Map<LogId, MongoLog> logs = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight();

    /**
     * @param databases the database of a tenant, always the same one; throws {@link StorageUnavailable} for a tenant that
     *     has none
     * @param kinds what commits are to be found by without a look at each
     * @param timer for what is done later; its thread is never held, and it must outlive these logs
     */
    MongoLogs(Function<TenantId, MongoCommands> databases, Set<KeyKind> kinds, ScheduledExecutorService timer) {
        this.databases = databases;
        this.kinds = kinds.isEmpty() ? EnumSet.noneOf(KeyKind.class) : EnumSet.copyOf(kinds);
        this.timer = timer;
    }

    /** Why a log takes no commits any more, if that is so of one. */
    Optional<String> readOnlyBecause() {
        return logs.values().stream()
                .map(log -> log.collection().chain().damage())
                .filter(Objects::nonNull)
                .map(Chain.Damage::what)
                .findFirst();
    }

    /** From then on everything fails; completes when what was offered before is answered. */
    CompletionStage<Void> close() {
        return inFlight.close();
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        EventLogStorage.requireConsecutive(commits);
        List<Commit> offered = List.copyOf(commits);
        return inFlight.run(() -> logOf(log).appending().append(offered))
                .exceptionally(failure -> failure instanceof StorageUnavailable
                        ? new AppendResult.Refused(0, String.valueOf(failure.getMessage()))
                        : new AppendResult.Unknown(0, failure.toString()));
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return ask(log, one -> one.reader().end().thenApply(LogEnd::head));
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return ask(log, one -> one.reader().read(from, limit));
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        Set<Key> wanted = EventLogStorage.requireSome(keys);
        return ask(log, one -> one.search().read(wanted, from, limit).thenApply(KeySearch.Found::page));
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return ask(log, one -> one.reader().readBack(before, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        Set<Key> wanted = EventLogStorage.requireSome(keys);
        return ask(log, one -> one.search().readBack(wanted, before, limit));
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return ask(log, one -> one.search().last(key));
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return ask(log, one -> one.search().aggregate(aggregate));
    }

    @Override
    public CompletionStage<AggregateRead> readAggregate(LogId log, AggregateId aggregate, PageLimit limit) {
        return ask(log, one -> one.search().readAggregate(aggregate, limit));
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has room for at least one aggregate, not " + limit);
        }
        return ask(log, one -> one.aggregates().page(after, limit));
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        Map<SequenceNumber, Content> wanted = Map.copyOf(remaining);
        return ask(log, one -> one.erasing().erase(wanted));
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return inFlight.run(() -> LogDirectory.names(databases.apply(tenant)))
                .exceptionallyCompose(failure -> failed("the logs of tenant " + tenant, failure));
    }

    @Override
    public Watch watch(LogId log, Runnable hint) {
        if (inFlight.isClosed()) {
            return Watch.NOTHING;
        }
        LogCollection collection = logOf(log).collection();
        return collection.commands().watch(collection.name(), hint);
    }

    private <T> CompletionStage<T> ask(LogId log, Function<MongoLog, CompletionStage<T>> question) {
        return inFlight.run(() -> question.apply(logOf(log)))
                .exceptionallyCompose(failure -> failed("log " + log, failure));
    }

    private MongoLog logOf(LogId id) {
        MongoLog known = logs.get(id);
        if (known != null) {
            return known;
        }
        MongoLog made = new MongoLog(id, databases.apply(id.tenant()), kinds, timer);
        MongoLog before = logs.putIfAbsent(id, made);
        if (before != null) {
            return before;
        }
        CompletionStage<Void> unused = inFlight.run(() -> made.buildKeys(inFlight::isClosed));
        return made;
    }

    private static <T> CompletionStage<T> failed(String what, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CommandFailure reason) {
            return CompletableFuture.failedFuture(
                    new StorageUnavailable(what + " cannot be reached: " + reason.getMessage(), reason));
        }
        return CompletableFuture.failedFuture(
                cause instanceof UnreadableDocument
                        ? new StorageDamaged(what + ": " + cause.getMessage(), cause)
                        : cause);
    }
}
