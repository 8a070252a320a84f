package io.pushmi.runtime.engines.mongodb;

import org.bson.BsonDocument;

/**
 * A change of one document.
 *
 * @param filter describes at most one document
 * @param change update operators, or a whole document to put in its place
 * @param isUpsert whether to insert a document where the filter describes none; the insert may meet a duplicate key
 */
record UpdateStatement(BsonDocument filter, BsonDocument change, boolean isUpsert) {}
