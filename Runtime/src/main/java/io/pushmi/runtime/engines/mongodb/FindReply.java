package io.pushmi.runtime.engines.mongodb;

import java.util.List;
import org.bson.RawBsonDocument;

/**
 * The documents that were found, in the order that was asked for.
 *
 * @param isCut whether the server had more within the limit but no room for it in the reply, which then has at least one
 */
record FindReply(List<RawBsonDocument> documents, boolean isCut) {
    FindReply {
        documents = List.copyOf(documents);
    }
}
