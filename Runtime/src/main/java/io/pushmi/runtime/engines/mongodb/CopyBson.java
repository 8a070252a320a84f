package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.CopyValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Copies as MongoDB has them. */
final class CopyBson {
    static final String ID = "_id";
    static final String MAKER = "maker";
    static final String EDITION = "edition";
    static final String THROUGH = "through";

    private CopyBson() {}

    /** With its identity, its key and its mark. */
    static BsonDocument document(CopyChange.Put put, CopyEdition edition) {
        BsonDocument fields = document(put.document());
        BsonValue id = fields.get(ID, BsonNull.VALUE);
        BsonDocument document = new BsonDocument(ID, id.isNull() ? new BsonString(put.key()) : id);
        fields.remove(ID);
        document.putAll(fields);
        document.put(CopyChange.KEY, new BsonString(put.key()));
        document.put(
                CopyChange.MARK,
                new BsonDocument(MAKER, new BsonString(edition.maker()))
                        .append(EDITION, new BsonInt64(edition.number()))
                        .append(THROUGH, new BsonInt64(put.through())));
        return document;
    }

    static BsonDocument document(CopyValue.Fields fields) {
        BsonDocument document = new BsonDocument();
        fields.values().forEach((name, value) -> document.put(name, value(value)));
        return document;
    }

    private static BsonValue value(CopyValue value) {
        if (value instanceof CopyValue.Fields fields) {
            return document(fields);
        }
        if (value instanceof CopyValue.Items items) {
            return new BsonArray(items.values().stream().map(CopyBson::value).toList());
        }
        if (value instanceof CopyValue.Text text) {
            return new BsonString(text.value());
        }
        if (value instanceof CopyValue.Guid guid) {
            return guid(guid);
        }
        if (value instanceof CopyValue.Date date) {
            return new BsonDateTime(date.milliseconds());
        }
        return value instanceof CopyValue.Bool bool ? BsonBoolean.valueOf(bool.value()) : number(value);
    }

    private static BsonValue number(CopyValue value) {
        if (value instanceof CopyValue.Int32 number) {
            return new BsonInt32(number.value());
        }
        if (value instanceof CopyValue.Int64 number) {
            return new BsonInt64(number.value());
        }
        if (value instanceof CopyValue.Real number) {
            return new BsonDouble(number.value());
        }
        return value instanceof CopyValue.Decimal number
                ? new BsonDecimal128(new Decimal128(number.value()))
                : BsonNull.VALUE;
    }

    private static BsonBinary guid(CopyValue.Guid guid) {
        return switch (guid.layout()) {
            case STANDARD -> new BsonBinary(BsonBinarySubType.UUID_STANDARD, bytes(guid.value(), ByteOrder.BIG_ENDIAN));
            case CSHARP_LEGACY ->
                new BsonBinary(BsonBinarySubType.UUID_LEGACY, bytes(guid.value(), ByteOrder.LITTLE_ENDIAN));
        };
    }

    /** @param groups the order of the bytes within each of the first three groups */
    private static byte[] bytes(UUID guid, ByteOrder groups) {
        long first = guid.getMostSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(16).order(groups);
        bytes.putInt((int) (first >>> 32)).putShort((short) (first >>> 16)).putShort((short) first);
        return bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }
}
