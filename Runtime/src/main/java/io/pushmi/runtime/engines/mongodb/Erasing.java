package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Replaces content in the documents where it is, one after the other. Each is changed only as it was read, so that of two
 * erasures at once neither brings back what the other took.
 */
final class Erasing {
    private final LogCollection collection;
    private final LogReader reader;

    Erasing(LogCollection collection, LogReader reader) {
        this.collection = collection;
        this.reader = reader;
    }

    CompletionStage<Void> erase(Map<SequenceNumber, Content> remaining) {
        NavigableMap<SequenceNumber, Content> positions = new TreeMap<>(remaining);
        if (positions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return reader.end().thenCompose(end -> {
            if (!positions.lastKey().isBefore(end.next())) {
                throw new IllegalArgumentException("position " + positions.lastKey() + " is beyond the end of log "
                        + collection.log() + ", which is " + end.next());
            }
            return eraseFrom(positions.firstKey(), positions);
        });
    }

    private CompletionStage<Void> eraseFrom(
            @Nullable SequenceNumber position, NavigableMap<SequenceNumber, Content> remaining) {
        if (position == null) {
            return CompletableFuture.completedFuture(null);
        }
        return collection.find(collection.containing(position, 1)).thenCompose(reply -> {
            StoredCommit stored = reader.commit(reply.documents().get(0));
            SequenceNumber next = stored.bounds().next();
            return erased(stored, remaining)
                    .thenCompose(isDone -> eraseFrom(isDone ? remaining.ceilingKey(next) : position, remaining));
        });
    }

    /** @return whether the document was still as it was read */
    private CompletionStage<Boolean> erased(StoredCommit stored, NavigableMap<SequenceNumber, Content> remaining) {
        List<Event> events = without(stored.commit(), remaining);
        if (events.equals(stored.commit().events())) {
            return CompletableFuture.completedFuture(true);
        }
        RawBsonDocument replaced = CommitDocuments.replaced(events, stored.erasures() + 1);
        UpdateStatement statement = new UpdateStatement(asRead(stored), new BsonDocument("$set", replaced), false);
        return collection
                .commands()
                .update(collection.name(), List.of(statement))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(collection.unavailable(failure)))
                .thenApply(reply -> {
                    requireMade(reply);
                    return reply.matched() == 1;
                });
    }

    private static List<Event> without(Commit commit, NavigableMap<SequenceNumber, Content> remaining) {
        List<Event> events = new ArrayList<>(commit.events());
        remaining.subMap(commit.first(), commit.next()).forEach((position, content) -> {
            int index = Math.toIntExact(position.value() - commit.first().value());
            events.set(index, events.get(index).erasedTo(content));
        });
        return events;
    }

    private static BsonDocument asRead(StoredCommit stored) {
        BsonDocument filter = new BsonDocument(
                        CommitDocuments.FIRST,
                        new BsonInt64(stored.bounds().first().value()))
                .append(
                        CommitDocuments.TOKEN,
                        new BsonString(stored.bounds().id().text()));
        return stored.erasures() == 0
                ? filter.append(CommitDocuments.ERASURES, new BsonDocument("$exists", BsonBoolean.FALSE))
                : filter.append(CommitDocuments.ERASURES, new BsonInt64(stored.erasures()));
    }

    private void requireMade(UpdateReply reply) {
        if (reply.concern() != null) {
            throw new StorageUnavailable("log " + collection.log() + ": " + reply.concern(), null);
        }
        if (!reply.errors().isEmpty()) {
            WriteError error = reply.errors().get(0);
            throw new StorageUnavailable(
                    "log " + collection.log() + ": write error " + error.code() + ": " + error.message(), null);
        }
    }
}
