package io.pushmi.runtime.engines.mongodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What servers' replies to commands say. */
final class Replies {
    private static final String WRITE_ERRORS = "writeErrors";
    private static final String WRITE_CONCERN_ERROR = "writeConcernError";
    private static final BsonInt32 NONE = new BsonInt32(0);
    private static final BsonInt64 NO_CURSOR = new BsonInt64(0);

    private Replies() {}

    static InsertReply insert(BsonDocument reply) {
        List<WriteError> errors = errors(reply);
        return new InsertReply(count(reply), errors.isEmpty() ? null : errors.get(0), concern(reply));
    }

    static UpdateReply update(BsonDocument reply) {
        Set<Integer> upserted = new HashSet<>();
        for (BsonValue one : reply.getArray("upserted", new BsonArray())) {
            upserted.add(one.asDocument().getNumber("index").intValue());
        }
        return new UpdateReply(count(reply), upserted, errors(reply), concern(reply));
    }

    static DeleteReply delete(BsonDocument reply) {
        return new DeleteReply(count(reply), errors(reply), concern(reply));
    }

    static FindReply find(BsonDocument reply) {
        BsonDocument cursor = reply.getDocument("cursor");
        List<RawBsonDocument> documents = new ArrayList<>();
        for (BsonValue document : cursor.getArray("firstBatch")) {
            documents.add((RawBsonDocument) document);
        }
        return new FindReply(documents, cursorOf(reply) != 0);
    }

    /** The cursor that the server keeps for what found no room in the reply, or 0. */
    static long cursorOf(BsonDocument reply) {
        return reply.getDocument("cursor").getNumber("id", NO_CURSOR).longValue();
    }

    static ServerTraits hello(BsonDocument reply) {
        boolean isRouter = reply.containsKey("msg")
                && "isdbgrid".equals(reply.getString("msg").getValue());
        return new ServerTraits(reply.containsKey("setName"), isRouter);
    }

    private static int count(BsonDocument reply) {
        return reply.getNumber("n", NONE).intValue();
    }

    private static List<WriteError> errors(BsonDocument reply) {
        List<WriteError> errors = new ArrayList<>();
        for (BsonValue one : reply.getArray(WRITE_ERRORS, new BsonArray())) {
            BsonDocument error = one.asDocument();
            errors.add(new WriteError(
                    error.getNumber("index").intValue(),
                    error.getNumber("code", NONE).intValue(),
                    text(error, "errmsg")));
        }
        return errors;
    }

    private static @Nullable String concern(BsonDocument reply) {
        if (!reply.containsKey(WRITE_CONCERN_ERROR)) {
            return null;
        }
        BsonDocument error = reply.getDocument(WRITE_CONCERN_ERROR);
        return "write concern error " + error.getNumber("code", NONE).intValue() + ": " + text(error, "errmsg");
    }

    private static String text(BsonDocument error, String field) {
        return error.containsKey(field) ? error.getString(field).getValue() : "no message";
    }
}
