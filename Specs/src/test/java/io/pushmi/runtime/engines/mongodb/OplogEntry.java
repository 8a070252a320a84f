package io.pushmi.runtime.engines.mongodb;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A write as the members of the simulated replica set hand it on to one another.
 *
 * @param term of the primary that made it
 * @param time later than that of any write before it, on whatever member
 * @param collection empty for an entry that changes nothing
 * @param after the whole document as it is from then on, or null once it is deleted
 */
record OplogEntry(
        long term,
        long time,
        String collection,
        BsonValue id,
        @Nullable BsonDocument after) {}
