package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonValue;

/** State documents as the server has them: those that exist, and what is left of removed ones. */
final class StateCodec {
    static final String ID = "_id";
    static final String REVISION = "revision";
    static final String CHANGE = "change";
    static final String REMOVED = "removed";
    private static final String VALUE = "value";

    private StateCodec() {}

    /** @param change a token of the change that makes it so */
    static BsonDocument existing(String key, long revision, String change, Bytes content) {
        return head(key, revision, change).append(VALUE, value(content));
    }

    /** What is left of a document, so that its revisions are not used again. */
    static BsonDocument removed(String key, long revision, String change, Instant now) {
        return head(key, revision, change).append(REMOVED, new BsonDateTime(now.toEpochMilli()));
    }

    static boolean isRemoved(BsonDocument stored) {
        return stored.containsKey(REMOVED);
    }

    static String key(BsonDocument stored) {
        return stored.getString(ID).getValue();
    }

    static long revision(BsonDocument stored) {
        try {
            return stored.getNumber(REVISION).longValue();
        } catch (BsonInvalidOperationException noNumber) {
            throw new StorageDamaged("state document " + stored.get(ID) + " has no revision", noNumber);
        }
    }

    static String change(BsonDocument stored) {
        return stored.getString(CHANGE, new BsonString("")).getValue();
    }

    static StateDocument decode(StateName name, BsonDocument stored) {
        return new StateDocument(name, new Revision(revision(stored)), content(stored));
    }

    static StateDocument decode(TenantId tenant, String collection, BsonDocument stored) {
        return decode(new StateName(tenant, collection, StateKey.nameOf(key(stored))), stored);
    }

    /** Describes a document in this revision, whether it exists or is what is left of one. */
    static BsonDocument revisionOf(String key, long revision) {
        return new BsonDocument(ID, new BsonString(key)).append(REVISION, new BsonInt64(revision));
    }

    /** Describes a document that exists in this revision. */
    static BsonDocument existingRevisionOf(String key, long revision) {
        return revisionOf(key, revision).append(REMOVED, new BsonDocument("$exists", BsonBoolean.FALSE));
    }

    private static BsonDocument head(String key, long revision, String change) {
        return revisionOf(key, revision).append(CHANGE, new BsonString(change));
    }

    /** Readable in a shell where it is text. */
    private static BsonValue value(Bytes content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.array()))
                    .toString();
            return isPlain(text) ? new BsonString(text) : new BsonBinary(content.array());
        } catch (CharacterCodingException noText) {
            return new BsonBinary(content.array());
        }
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    }

    private static Bytes content(BsonDocument stored) {
        BsonValue value = stored.get(VALUE);
        if (value instanceof BsonString text) {
            return Bytes.utf8(text.getValue());
        }
        if (value instanceof BsonBinary binary) {
            return Bytes.wrap(binary.getData());
        }
        throw new StorageDamaged(
                "state document " + stored.get(ID) + " has "
                        + (value == null ? "no value" : "a value of type " + value.getBsonType())
                        + ", expected text or binary data",
                null);
    }
}
