package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Sees that a database is one for this version and this tenant before anything else is asked of it, and marks one that is
 * new. What it finds against it, it throws as {@link Unfit}.
 */
final class DatabaseStart {
    private static final String MARKER = "store";

    private static final int FORMAT = 1;
    private static final String DOLITTLE_LOG = "event-log";

    private final MongoCommands database;
    private final TenantId tenant;
    private final String name;
    private final Clock clock;

    DatabaseStart(MongoCommands database, TenantId tenant, String name, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.name = name;
        this.clock = clock;
    }

    /** The database is not one to use, and will not be one by waiting. */
    static final class Unfit extends RuntimeException {
        Unfit(String reason) {
            super(reason);
        }
    }

    CompletionStage<Void> check() {
        return database.hello()
                .thenCompose(server -> marker().thenCompose(this::checkMarker)
                        .thenCompose(
                                done -> server.isRouter() ? refuseSharded() : CompletableFuture.completedFuture(null)));
    }

    private CompletionStage<Optional<RawBsonDocument>> marker() {
        return first(LogDirectory.COLLECTION, new BsonDocument("_id", new BsonString(MARKER)));
    }

    private CompletionStage<Optional<RawBsonDocument>> first(String collection, BsonDocument filter) {
        return database.find(Find.one(collection, filter))
                .thenApply(reply -> reply.documents().stream().findFirst());
    }

    private CompletionStage<Void> checkMarker(Optional<RawBsonDocument> marker) {
        if (marker.isEmpty()) {
            return refuseDolittle().thenCompose(done -> refuseForeign()).thenCompose(done -> mark());
        }
        BsonDocument found = marker.get();
        Object format = found.isNumber("format") ? found.getNumber("format").longValue() : found.get("format");
        if (!Long.valueOf(FORMAT).equals(format)) {
            throw new Unfit("its store has format " + format + ", this version uses format " + FORMAT
                    + "; use the version of Pushmi that has written it, or a newer one");
        }
        String owner = found.getString("tenant", new BsonString("")).getValue();
        if (!owner.equals(tenant.toString())) {
            throw new Unfit(
                    "it keeps the events of tenant " + owner + ", and every tenant needs a database of its own");
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> refuseDolittle() {
        return first(DOLITTLE_LOG, new BsonDocument()).thenAccept(event -> {
            if (event.isPresent()) {
                throw new Unfit("it holds an event log that a Dolittle Runtime has written, and no store of Pushmi;"
                        + " name a database that is not there yet, and bring the events over with: pushmi import"
                        + " --dolittle <connection string> --database " + name);
            }
        });
    }

    /** What others keep there under our names would be taken for ours. */
    private CompletionStage<Void> refuseForeign() {
        return database.collections()
                .thenAccept(collections -> collections.stream()
                        .filter(collection -> collection.equals(MongoStates.COLLECTION)
                                || collection.startsWith(CollectionNames.PREFIX))
                        .findFirst()
                        .ifPresent(collection -> {
                            throw new Unfit("it has a collection '" + collection + "', but no document '" + MARKER
                                    + "' in a collection '" + LogDirectory.COLLECTION
                                    + "', so that it is no store of Pushmi;"
                                    + " name a database that nobody else uses");
                        }));
    }

    private CompletionStage<Void> mark() {
        BsonDocument marker = new BsonDocument("_id", new BsonString(MARKER))
                .append("format", new BsonInt32(FORMAT))
                .append("tenant", new BsonString(tenant.toString()))
                .append("created", new BsonDateTime(clock.millis()));
        return database.insert(LogDirectory.COLLECTION, List.of(new RawBsonDocument(marker, new BsonDocumentCodec())))
                .thenCompose(reply -> {
                    WriteError error = reply.error();
                    if (reply.concern() != null || (error != null && !error.isDuplicateKey())) {
                        throw new StorageUnavailable("the store could not be marked as one of Pushmi: " + reply, null);
                    }
                    // Another Runtime may have been faster, and it may be of another version.
                    return error == null
                            ? CompletableFuture.completedFuture(null)
                            : marker().thenCompose(this::checkMarker);
                });
    }

    private CompletionStage<Void> refuseSharded() {
        return database.collections().thenCompose(collections -> {
            CompletionStage<Void> all = CompletableFuture.completedFuture(null);
            for (String collection : logsOf(collections)) {
                all = all.thenCompose(done -> refuseSharded(collection));
            }
            return all;
        });
    }

    private CompletionStage<Void> refuseSharded(String collection) {
        return database.isSharded(collection).thenAccept(isSharded -> {
            if (isSharded) {
                throw new Unfit("its collection '" + collection + "' is sharded, and the commits of a log have to be on"
                        + " one shard");
            }
        });
    }

    private static List<String> logsOf(Set<String> collections) {
        return collections.stream()
                .filter(name -> name.startsWith(CollectionNames.PREFIX))
                .toList();
    }
}
