package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Watch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What the engine asks of one database of a server. Every call is one command, sent at most once and never split or
 * repeated below this interface, so that all knowledge of what may have happened is with the caller.
 *
 * <p>Every write asks for majority and journaled. Every read is from the primary and sees only what a majority has; it sees everything whose write was answered, and everything that a read saw, through the same object before it began.
 *
 * <p>Any method may be called from any thread and never blocks. A stage fails with a {@link CommandFailure} and with
 * nothing else. Stages complete on a thread on which nothing must wait.
 */
interface MongoCommands {
    /**
     * Inserts the documents in order and stops at the first that cannot be inserted.
     *
     * @param documents at least one, each with an {@code _id}; the caller sees to the server's limits
     */
    CompletionStage<InsertReply> insert(String collection, List<RawBsonDocument> documents);

    CompletionStage<FindReply> find(Find find);

    /** Makes every update, whether or not one before it failed: they depend on each other in nothing. */
    CompletionStage<UpdateReply> update(String collection, List<UpdateStatement> statements);

    /**
     * Deletes, for each of the filters, the one document that it describes.
     *
     * @param filters at least one
     */
    CompletionStage<DeleteReply> delete(String collection, List<BsonDocument> filters);

    /** Sees to an index that is neither unique nor partial. To ask again for the same one does nothing. */
    CompletionStage<Void> createIndex(String collection, String name, BsonDocument fields);

    /** The names of the collections that there are. */
    CompletionStage<Set<String>> collections();

    /** Whether the documents of the collection are spread over shards. */
    CompletionStage<Boolean> isSharded(String collection);

    /** What kind of server this is. Fails while there is none that takes writes. */
    CompletionStage<ServerTraits> hello();

    /**
     * Tells of inserts into the collection where the server says so by itself; {@link Watch#NOTHING} where it does not.
     * A hint may come for nothing, late or never.
     *
     * @param hint run on a thread that it must not block
     */
    Watch watch(String collection, Runnable hint);
}
