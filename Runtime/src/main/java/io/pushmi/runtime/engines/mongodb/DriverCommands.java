package io.pushmi.runtime.engines.mongodb;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.Watch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The commands of one database through the official driver. Every one is given as the server gets it: the driver's own
 * methods split large inserts, and add what a connection string says about concerns.
 */
final class DriverCommands implements MongoCommands {
    private static final Logger LOG = LoggerFactory.getLogger(DriverCommands.class);
    private static final int COMMAND_NOT_FOUND = 59;

    /** What an answer that the server gave in time may take to get here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    private static final BsonInt32 ONE = new BsonInt32(1);

    private final MongoDatabase database;
    private final Duration patience;
    private final BsonDocument writeConcern;
    private final ChangeHints hints;
    private final AtomicReference<@Nullable ServerTraits> traits = new AtomicReference<>();

    /** The latest time that a reply told, if the server keeps one: what every later read must have seen. */
    private final AtomicReference<@Nullable BsonTimestamp> seen = new AtomicReference<>();

    /**
     * @param database of a client that retries nothing, and that gives up looking for a server or a connection before the
     *     patience is over: else nobody knows that such a command was not sent
     * @param patience how long the server may take over a command, waiting for its majority included
     */
    DriverCommands(MongoDatabase database, Duration patience) {
        this.database = database;
        this.patience = patience;
        this.writeConcern = new BsonDocument("w", new BsonString("majority"))
                .append("j", BsonBoolean.TRUE)
                .append("wtimeout", new BsonInt64(patience.toMillis()));
        this.hints = new ChangeHints(database, this::hello);
    }

    @Override
    public CompletionStage<InsertReply> insert(String collection, List<RawBsonDocument> documents) {
        BsonDocument command = new BsonDocument("insert", new BsonString(collection))
                .append("ordered", BsonBoolean.TRUE)
                .append("writeConcern", writeConcern)
                .append("documents", new BsonArray(documents));
        return run(command).thenApply(Replies::insert);
    }

    @Override
    public CompletionStage<FindReply> find(Find find) {
        return find.isLinearizable() ? traits().thenCompose(known -> find(find, known)) : find(find, null);
    }

    private CompletionStage<FindReply> find(Find find, @Nullable ServerTraits server) {
        BsonInt32 limit = new BsonInt32(find.limit());
        BsonDocument command = new BsonDocument("find", new BsonString(find.collection()))
                .append("filter", find.filter())
                .append("limit", limit)
                .append("batchSize", limit)
                .append("readConcern", readConcern(server != null && server.hasChangeStreams()))
                .append("maxTimeMS", new BsonInt64(patience.toMillis()));
        if (find.sort() != null) {
            command.append("sort", find.sort());
        }
        if (find.projection() != null) {
            command.append("projection", find.projection());
        }
        return run(command).thenApply(reply -> {
            long cursor = Replies.cursorOf(reply);
            if (cursor != 0) {
                forget(find.collection(), cursor);
            }
            return Replies.find(reply);
        });
    }

    @Override
    public CompletionStage<UpdateReply> update(String collection, List<UpdateStatement> statements) {
        BsonArray updates = new BsonArray();
        for (UpdateStatement statement : statements) {
            updates.add(new BsonDocument("q", statement.filter())
                    .append("u", statement.change())
                    .append("upsert", BsonBoolean.valueOf(statement.isUpsert())));
        }
        BsonDocument command = new BsonDocument("update", new BsonString(collection))
                .append("ordered", BsonBoolean.FALSE)
                .append("writeConcern", writeConcern)
                .append("updates", updates);
        return run(command).thenApply(Replies::update);
    }

    @Override
    public CompletionStage<DeleteReply> delete(String collection, List<BsonDocument> filters) {
        BsonArray deletes = new BsonArray();
        for (BsonDocument filter : filters) {
            deletes.add(new BsonDocument("q", filter).append("limit", ONE));
        }
        BsonDocument command = new BsonDocument("delete", new BsonString(collection))
                .append("ordered", BsonBoolean.FALSE)
                .append("writeConcern", writeConcern)
                .append("deletes", deletes);
        return run(command).thenApply(Replies::delete);
    }

    @Override
    public CompletionStage<Void> createIndex(String collection, String name, BsonDocument fields) {
        BsonDocument index = new BsonDocument("key", fields).append("name", new BsonString(name));
        BsonDocument command = new BsonDocument("createIndexes", new BsonString(collection))
                .append("indexes", new BsonArray(List.of(index)))
                .append("writeConcern", writeConcern);
        return run(command).thenApply(done -> null);
    }

    @Override
    public CompletionStage<Set<String>> collections() {
        Set<String> names = new HashSet<>();
        BsonDocument command = new BsonDocument("listCollections", ONE).append("nameOnly", BsonBoolean.TRUE);
        return run(command).thenCompose(reply -> collect(reply, "firstBatch", names));
    }

    private CompletionStage<Set<String>> collect(BsonDocument reply, String batch, Set<String> names) {
        for (BsonValue collection : reply.getDocument("cursor").getArray(batch)) {
            names.add(collection.asDocument().getString("name").getValue());
        }
        long cursor = Replies.cursorOf(reply);
        if (cursor == 0) {
            return CompletableFuture.completedFuture(names);
        }
        BsonDocument more = new BsonDocument("getMore", new BsonInt64(cursor))
                .append("collection", new BsonString("$cmd.listCollections"));
        return run(more).thenCompose(next -> collect(next, "nextBatch", names));
    }

    @Override
    public CompletionStage<Boolean> isSharded(String collection) {
        return run(new BsonDocument("collStats", new BsonString(collection)))
                .thenApply(
                        reply -> reply.getBoolean("sharded", BsonBoolean.FALSE).getValue());
    }

    @Override
    public CompletionStage<ServerTraits> hello() {
        return run(new BsonDocument("hello", ONE))
                .exceptionallyCompose(failure -> isUnknownCommand(failure)
                        ? run(new BsonDocument("isMaster", ONE))
                        : CompletableFuture.failedFuture(failure))
                .thenApply(reply -> {
                    requirePrimary(reply);
                    ServerTraits found = Replies.hello(reply);
                    traits.set(found);
                    return found;
                });
    }

    private static boolean isUnknownCommand(Throwable failure) {
        return CommandFailure.of(failure) instanceof CommandFailure.Rejected rejected
                && rejected.code() == COMMAND_NOT_FOUND;
    }

    @Override
    public Watch watch(String collection, Runnable hint) {
        return hints.watch(collection, hint);
    }

    private CompletionStage<ServerTraits> traits() {
        ServerTraits known = traits.get();
        return known == null ? hello() : CompletableFuture.completedFuture(known);
    }

    private static void requirePrimary(BsonDocument reply) {
        boolean takesWrites =
                reply.getBoolean("isWritablePrimary", BsonBoolean.FALSE).getValue()
                        || reply.getBoolean("ismaster", BsonBoolean.FALSE).getValue();
        if (!takesWrites) {
            throw new CommandFailure.NotSent("the server that answers takes no writes", null);
        }
    }

    private BsonDocument readConcern(boolean isLinearizable) {
        if (isLinearizable) {
            return new BsonDocument("level", new BsonString("linearizable"));
        }
        BsonDocument concern = new BsonDocument("level", new BsonString("majority"));
        BsonTimestamp time = seen.get();
        return time == null ? concern : concern.append("afterClusterTime", time);
    }

    private CompletionStage<RawBsonDocument> run(BsonDocument command) {
        return Mono.defer(() -> Mono.from(database.runCommand(command, RawBsonDocument.class)))
                .toFuture()
                .orTimeout(patience.plus(ON_THE_WAY).toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(this::noteTime)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(DriverFailures.of(command.getFirstKey(), failure)));
    }

    /** Nobody waits for it: the server forgets a cursor that nobody uses by itself, only later. */
    private void forget(String collection, long cursor) {
        BsonDocument command = new BsonDocument("killCursors", new BsonString(collection))
                .append("cursors", new BsonArray(List.of(new BsonInt64(cursor))));
        CompletionStage<Void> unused = run(command).handle((reply, failure) -> {
            if (failure != null) {
                LOG.debug("A cursor of collection {} stays until the server forgets it", collection, failure);
            }
            return null;
        });
    }

    private RawBsonDocument noteTime(RawBsonDocument reply) {
        if (reply.get("operationTime") instanceof BsonTimestamp time) {
            seen.accumulateAndGet(time, (known, told) -> known == null || known.compareTo(told) < 0 ? told : known);
        }
        return reply;
    }
}
