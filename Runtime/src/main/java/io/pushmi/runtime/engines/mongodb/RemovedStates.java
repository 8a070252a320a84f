package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Clears away what is left of state documents that were removed long ago. Before, the database remembers the largest
 * revision among them, under which no new document begins.
 */
final class RemovedStates {
    /** Longer than any command can be on its way, and than clocks of different machines differ. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final String INDEX = "removed";
    private static final BsonDocument BY_REMOVAL = new BsonDocument(StateCodec.REMOVED, new BsonInt32(1));
    private static final BsonDocument REVISION = new BsonDocument(StateCodec.REVISION, new BsonInt32(1));
    private static final int AT_ONCE = 500;

    private final MongoCommands database;

    RemovedStates(MongoCommands database) {
        this.database = database;
    }

    /** Sees to the index that {@link #clear} uses, which otherwise would look at every document. */
    CompletionStage<Void> prepare() {
        return database.createIndex(MongoStates.COLLECTION, INDEX, BY_REMOVAL);
    }

    /** Clears away what was removed before then; completes when there is nothing of that kind any more. */
    CompletionStage<Void> clear(Instant before) {
        BsonDocument old =
                new BsonDocument(StateCodec.REMOVED, new BsonDocument("$lt", new BsonDateTime(before.toEpochMilli())));
        Find find = Find.of(MongoStates.COLLECTION, old, BY_REMOVAL, AT_ONCE).projected(REVISION);
        return database.find(find).thenCompose(found -> {
            List<RawBsonDocument> left = found.documents();
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return remember(left).thenCompose(done -> delete(left)).thenCompose(done -> clear(before));
        });
    }

    private CompletionStage<Void> remember(List<RawBsonDocument> left) {
        long largest = left.stream().mapToLong(StateCodec::revision).max().orElseThrow();
        UpdateStatement raise = new UpdateStatement(
                new BsonDocument(StateCodec.ID, new BsonString(StateKey.REVISIONS)),
                new BsonDocument("$max", new BsonDocument(StateCodec.REVISION, new BsonInt64(largest))),
                true);
        return database.update(MongoStates.COLLECTION, List.of(raise)).thenAccept(reply -> {
            if (reply.matched() != 1 || !reply.errors().isEmpty() || reply.concern() != null) {
                throw new StorageUnavailable("the largest revision could not be remembered: " + reply, null);
            }
        });
    }

    private CompletionStage<Void> delete(List<RawBsonDocument> left) {
        List<BsonDocument> filters = left.stream()
                .map(document -> StateCodec.revisionOf(StateCodec.key(document), StateCodec.revision(document)))
                .toList();
        return database.delete(MongoStates.COLLECTION, filters).thenAccept(reply -> {
            if (!reply.errors().isEmpty() || reply.concern() != null) {
                throw new StorageUnavailable("what is left of documents could not be deleted: " + reply, null);
            }
        });
    }
}
