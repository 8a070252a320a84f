package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands for a server that does not keep two updates of one document apart: FerretDB 1 first looks for the document and
 * then puts the changed one in its place, whatever has become of it meanwhile. Here each update has its collection for
 * itself, by a document that only one Runtime at a time can insert. The lock of a Runtime that is gone is taken away.
 */
final class OneUpdateAtATime implements MongoCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OneUpdateAtATime.class);
    private static final String LOCKS = "locks";
    private static final String TOKEN = "token";
    private static final Duration LONGEST_HELD = Duration.ofSeconds(5);
    private static final int MOST_MILLISECONDS = 8;

    private final MongoCommands database;
    private final ScheduledExecutorService timer;

    /** What ends when the latest update of each collection here does: others need not be asked for our own order. */
    private final Map<String, CompletionStage<Void>> latest = new HashMap<>();

    OneUpdateAtATime(MongoCommands database, ScheduledExecutorService timer) {
        this.database = database;
        this.timer = timer;
    }

    @Override
    public CompletionStage<UpdateReply> update(String collection, List<UpdateStatement> statements) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletionStage<Void> before;
        synchronized (latest) {
            CompletionStage<Void> known = latest.put(collection, end);
            before = known == null ? CompletableFuture.completedFuture(null) : known;
        }
        Lock lock = new Lock(collection);
        return before.thenCompose(turn -> lock.take())
                .thenCompose(held -> database.update(collection, statements))
                .whenComplete((reply, failure) -> lock.release().whenComplete((done, late) -> end.complete(null)));
    }

    /** The right to update a collection. */
    private final class Lock {
        private final BsonDocument id;
        private final BsonDocument document;
        private final long begun = System.nanoTime();
        private @Nullable String other;
        private long otherSince;

        Lock(String collection) {
            id = new BsonDocument("_id", new BsonString(collection));
            document = id.clone().append(TOKEN, new BsonString(UUID.randomUUID().toString()));
        }

        CompletionStage<Void> take() {
            return database.insert(LOCKS, List.of(new RawBsonDocument(document, new BsonDocumentCodec())))
                    .thenCompose(reply -> {
                        if (reply.inserted() == 1) {
                            return CompletableFuture.completedFuture(null);
                        }
                        if (System.nanoTime() - begun > 3 * LONGEST_HELD.toNanos()) {
                            throw new CommandFailure.NotSent("others update " + id + " all the time", null);
                        }
                        return lookAtOther().thenCompose(done -> pause()).thenCompose(done -> take());
                    });
        }

        CompletionStage<Void> release() {
            return delete(document).exceptionally(failure -> {
                LOG.debug("A lock stays until others take it away", failure);
                return null;
            });
        }

        private CompletionStage<Void> lookAtOther() {
            return database.find(Find.one(LOCKS, id)).thenCompose(reply -> {
                if (reply.documents().isEmpty()) {
                    return CompletableFuture.completedFuture(null);
                }
                BsonDocument held = reply.documents().get(0);
                String holder = held.getString(TOKEN).getValue();
                if (!holder.equals(other)) {
                    other = holder;
                    otherSince = System.nanoTime();
                }
                return System.nanoTime() - otherSince > LONGEST_HELD.toNanos()
                        ? delete(id.clone().append(TOKEN, new BsonString(holder)))
                        : CompletableFuture.completedFuture(null);
            });
        }

        private CompletionStage<Void> delete(BsonDocument filter) {
            return database.delete(LOCKS, List.of(filter)).thenApply(reply -> null);
        }

        private CompletionStage<Void> pause() {
            CompletableFuture<Void> over = new CompletableFuture<>();
            timer.schedule(
                    () -> over.complete(null),
                    1 + ThreadLocalRandom.current().nextInt(MOST_MILLISECONDS),
                    TimeUnit.MILLISECONDS);
            return over;
        }
    }

    @Override
    public CompletionStage<InsertReply> insert(String collection, List<RawBsonDocument> documents) {
        return database.insert(collection, documents);
    }

    @Override
    public CompletionStage<FindReply> find(Find find) {
        return database.find(find);
    }

    @Override
    public CompletionStage<DeleteReply> delete(String collection, List<BsonDocument> filters) {
        return database.delete(collection, filters);
    }

    @Override
    public CompletionStage<Void> createIndex(String collection, String name, BsonDocument fields) {
        return database.createIndex(collection, name, fields);
    }

    @Override
    public CompletionStage<Set<String>> collections() {
        return database.collections();
    }

    @Override
    public CompletionStage<Boolean> isSharded(String collection) {
        return database.isSharded(collection);
    }

    @Override
    public CompletionStage<ServerTraits> hello() {
        return database.hello();
    }

    @Override
    public Watch watch(String collection, Runnable hint) {
        return database.watch(collection, hint);
    }
}
