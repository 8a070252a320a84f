package io.pushmi.runtime.engines.mongodb;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What there is to do for whoever keeps a store in MongoDB; the most is done by means of its servers. */
final class MongoUpkeep implements Upkeep {
    private static final BsonInt32 ONE = new BsonInt32(1);
    private static final BsonInt32 NONE = new BsonInt32(0);
    private static final int AGGREGATES_AT_ONCE = 1_000;

    private final Map<TenantId, MongoDatabase> databases;
    private final MongoLogs logs;

    MongoUpkeep(Map<TenantId, MongoDatabase> databases, MongoLogs logs) {
        this.databases = databases;
        this.logs = logs;
    }

    @Override
    public CompletionStage<Backup> backup(Path folder, BooleanSupplier isWanted) {
        return CompletableFuture.failedFuture(new UpkeepRefused("the store is in MongoDB, and kept by means of its own"
                + " server: back its databases up there, with mongodump for instance"));
    }

    /** The server has replaced the content in the document itself; its files are its own matter. */
    @Override
    public CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<StorageStatistics> statistics() {
        CompletionStage<StorageStatistics> sum =
                CompletableFuture.completedFuture(new StorageStatistics(0, 0, List.of()));
        for (Map.Entry<TenantId, MongoDatabase> database : databases.entrySet()) {
            sum = sum.thenCompose(before -> count(database.getKey(), database.getValue(), before));
        }
        return sum.exceptionallyCompose(failure -> CompletableFuture.failedFuture(Failures.of(failure)));
    }

    private CompletionStage<StorageStatistics> count(
            TenantId tenant, MongoDatabase database, StorageStatistics before) {
        return bytes(database)
                .thenCompose(bytes -> documents(database)
                        .thenCompose(documents -> logs(tenant, database).thenApply(counted -> {
                            List<LogStatistics> all = new ArrayList<>(before.logs());
                            all.addAll(counted);
                            return new StorageStatistics(before.bytes() + bytes, before.documents() + documents, all);
                        })));
    }

    private static CompletionStage<Long> bytes(MongoDatabase database) {
        return run(database, new BsonDocument("dbStats", ONE))
                .thenApply(reply -> reply.getNumber("storageSize", NONE).longValue()
                        + reply.getNumber("indexSize", NONE).longValue());
    }

    private static CompletionStage<Long> documents(MongoDatabase database) {
        BsonDocument existing = new BsonDocument(StateCodec.REVISION, new BsonDocument("$exists", BsonBoolean.TRUE))
                .append(StateCodec.REMOVED, new BsonDocument("$exists", BsonBoolean.FALSE))
                .append(StateCodec.CHANGE, new BsonDocument("$exists", BsonBoolean.TRUE));
        return run(
                        database,
                        new BsonDocument("count", new BsonString(MongoStates.COLLECTION)).append("query", existing))
                .thenApply(reply -> reply.getNumber("n", NONE).longValue());
    }

    private CompletionStage<List<LogStatistics>> logs(TenantId tenant, MongoDatabase database) {
        return logs.names(tenant).thenCompose(names -> {
            CompletionStage<List<LogStatistics>> counted = CompletableFuture.completedFuture(new ArrayList<>());
            for (LogName name : names) {
                LogId log = new LogId(tenant, name);
                counted = counted.thenCompose(before -> log(log, database).thenApply(one -> {
                    before.add(one);
                    return before;
                }));
            }
            return counted;
        });
    }

    private CompletionStage<LogStatistics> log(LogId log, MongoDatabase database) {
        return logs.head(log)
                .thenCompose(head -> aggregates(log, null, 0)
                        .thenCompose(aggregates -> keys(log, database)
                                .thenApply(keys ->
                                        new LogStatistics(log, head.next().value(), aggregates, keys))));
    }

    private CompletionStage<Long> aggregates(LogId log, @Nullable Bytes after, long before) {
        return logs.aggregates(log, after, AGGREGATES_AT_ONCE).thenCompose(page -> {
            long count = before + page.aggregates().size();
            return page.next() == null ? CompletableFuture.completedFuture(count) : aggregates(log, page.next(), count);
        });
    }

    /** The server counts them, since only it has all of them at hand. */
    private static CompletionStage<Long> keys(LogId log, MongoDatabase database) {
        BsonArray pipeline = new BsonArray(List.of(
                new BsonDocument("$unwind", new BsonString("$keys")),
                new BsonDocument("$group", new BsonDocument("_id", new BsonString("$keys"))),
                new BsonDocument(
                        "$match",
                        new BsonDocument("_id", new BsonDocument("$ne", new BsonString(KeyTexts.NEW_AGGREGATES)))),
                new BsonDocument("$count", new BsonString("keys"))));
        BsonDocument command = new BsonDocument("aggregate", new BsonString(CollectionNames.of(log.name())))
                .append("pipeline", pipeline)
                .append("allowDiskUse", BsonBoolean.TRUE)
                .append("cursor", new BsonDocument());
        return run(database, command).thenApply(reply -> {
            BsonArray counts = reply.getDocument("cursor").getArray("firstBatch");
            return counts.isEmpty()
                    ? 0L
                    : counts.get(0).asDocument().getNumber("keys").longValue();
        });
    }

    private static CompletionStage<BsonDocument> run(MongoDatabase database, BsonDocument command) {
        return Mono.from(database.runCommand(command, BsonDocument.class))
                .toFuture()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(DriverFailures.of(command.getFirstKey(), failure)));
    }
}
