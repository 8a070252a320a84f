package io.pushmi.runtime.engines.mongodb;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A question for documents of a collection, answered in one reply.
 *
 * @param sort the order, or null for any
 * @param limit the largest number of documents, at least 1; a reply may have fewer, see {@link FindReply#isCut}
 * @param projection the fields to return, or null for all
 * @param isLinearizable whether the answer must also be no older than the question where another primary may have been
 *     elected meanwhile; for one document at a time
 */
record Find(
        String collection,
        BsonDocument filter,
        @Nullable BsonDocument sort,
        int limit,
        @Nullable BsonDocument projection,
        boolean isLinearizable) {
    static Find of(String collection, BsonDocument filter, BsonDocument sort, int limit) {
        return new Find(collection, filter, sort, limit, null, false);
    }

    /** The only document that the filter describes. */
    static Find one(String collection, BsonDocument filter) {
        return new Find(collection, filter, null, 1, null, false);
    }

    Find projected(BsonDocument fields) {
        return new Find(collection, filter, sort, limit, fields, isLinearizable);
    }

    /** The same question for those documents alone that also meet this condition. */
    Find and(BsonDocument condition) {
        BsonDocument both =
                filter.isEmpty() ? condition : new BsonDocument("$and", new BsonArray(List.of(filter, condition)));
        return new Find(collection, both, sort, limit, projection, isLinearizable);
    }

    Find linearizable() {
        return new Find(collection, filter, sort, limit, projection, true);
    }
}
