package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * How some state documents stood at one moment each, without their contents.
 *
 * @param documents those that there are, and what is left of removed ones, by their keys
 * @param floor the largest revision of which nothing is left any more; read after the documents
 */
record Standing(Map<String, BsonDocument> documents, long floor) {
    static final Standing UNKNOWN = new Standing(Map.of(), 0);

    private static final BsonDocument WITHOUT_CONTENT = new BsonDocument(StateCodec.REVISION, new BsonInt32(1))
            .append(StateCodec.CHANGE, new BsonInt32(1))
            .append(StateCodec.REMOVED, new BsonInt32(1));
    private static final BsonDocument BY_ID = new BsonDocument(StateCodec.ID, new BsonInt32(1));

    /** @param names at most as many as fit into a reply with room to spare */
    static CompletionStage<Standing> of(MongoCommands database, List<StateName> names) {
        BsonArray keys = new BsonArray();
        names.forEach(name -> keys.add(new BsonString(StateKey.of(name))));
        keys.add(new BsonString(StateKey.REVISIONS));
        BsonDocument filter = new BsonDocument(StateCodec.ID, new BsonDocument("$in", keys));
        // The key of the floor comes last, so that it is no older than what is missing before it.
        Find find = Find.of(MongoStates.COLLECTION, filter, BY_ID, keys.size()).projected(WITHOUT_CONTENT);
        return database.find(find).thenApply(Standing::read);
    }

    private static Standing read(FindReply reply) {
        if (reply.isCut()) {
            throw new StorageUnavailable("the server has cut a reply that has to be whole", null);
        }
        Map<String, BsonDocument> documents = new HashMap<>();
        reply.documents().forEach(document -> documents.put(StateCodec.key(document), document));
        BsonDocument floor = documents.remove(StateKey.REVISIONS);
        return new Standing(documents, floor == null ? 0 : StateCodec.revision(floor));
    }

    boolean exists(String key) {
        BsonDocument document = documents.get(key);
        return document != null && !StateCodec.isRemoved(document);
    }

    /** {@link Revision#ABSENT} for one that does not exist. */
    Revision revision(String key) {
        BsonDocument document = documents.get(key);
        return document == null || StateCodec.isRemoved(document)
                ? Revision.ABSENT
                : new Revision(StateCodec.revision(document));
    }

    /** The revision of what is left of the document, or 0 if nothing is left or it exists. */
    long removedAt(String key) {
        BsonDocument document = documents.get(key);
        return document != null && StateCodec.isRemoved(document) ? StateCodec.revision(document) : 0;
    }

    /** A revision that a document that does not exist has never had. */
    long next(String key) {
        long removed = removedAt(key);
        return (removed == 0 ? floor : removed) + 1;
    }

    boolean isFrom(String token, String key) {
        BsonDocument document = documents.get(key);
        return document != null && StateCodec.change(document).equals(token);
    }
}
