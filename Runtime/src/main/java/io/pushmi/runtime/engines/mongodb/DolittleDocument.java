package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A document of a Dolittle database, or one inside another. Its elements are asked for by name and by what they must be;
 * one that is something else fails with {@link CannotBeMoved}, which says where it is.
 *
 * @param where the document, for people
 */
record DolittleDocument(String where, BsonDocument document) {
    /** The first bytes of a UUID are three numbers, which the old form has the other way round. */
    private static final byte OLD_UUID = 3;

    private static final byte UUID_SUBTYPE = 4;
    private static final int UUID_LENGTH = 16;

    /** What stands for "never" on either side: the first and the last day of the calendar that wrote the dates. */
    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    /** A whole number that is not negative, however it is stored. */
    long number(String name) {
        BsonValue value = required(name);
        BigDecimal number = numberOf(value);
        if (number == null || number.signum() < 0 || number.stripTrailingZeros().scale() > 0 || isTooLarge(number)) {
            throw unexpected(name, "a whole number from 0 to " + Long.MAX_VALUE, value);
        }
        return number.longValue();
    }

    /** The same, where it need not be there. */
    long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    SequenceNumber position(String name) {
        return new SequenceNumber(number(name));
    }

    /** A number that may be negative; 0 where there is none. */
    int signed(String name) {
        BsonValue value = find(name);
        if (value == null) {
            return 0;
        }
        BigDecimal number = numberOf(value);
        if (number == null) {
            throw unexpected(name, "a number", value);
        }
        return number.intValue();
    }

    UUID uuid(String name) {
        BsonValue value = required(name);
        UUID uuid = uuidOf(value);
        if (uuid == null) {
            throw unexpected(name, "a UUID", value);
        }
        return uuid;
    }

    /** A text, or a UUID, which older versions stored where there is text today. */
    String textOrUuid(String name) {
        BsonValue value = required(name);
        UUID uuid = uuidOf(value);
        if (uuid != null) {
            return uuid.toString();
        }
        if (!value.isString()) {
            throw unexpected(name, "a text", value);
        }
        return value.asString().getValue();
    }

    /** The empty text where there is none. */
    String text(String name) {
        BsonValue value = find(name);
        if (value != null && !value.isString()) {
            throw unexpected(name, "a text", value);
        }
        return value == null ? "" : value.asString().getValue();
    }

    /** False where there is none. */
    boolean flag(String name) {
        BsonValue value = find(name);
        if (value != null && !value.isBoolean()) {
            throw unexpected(name, "true or false", value);
        }
        return value != null && value.asBoolean().getValue();
    }

    Instant instant(String name) {
        BsonValue value = required(name);
        if (value.isDocument() && value.asDocument().containsKey("DateTime")) {
            return new DolittleDocument(where + ", " + name, value.asDocument()).instant("DateTime");
        }
        if (!value.isDateTime()) {
            throw unexpected(name, "a date", value);
        }
        return Instant.ofEpochMilli(value.asDateTime().getValue());
    }

    /** An instant, or null where there is none or one that stands for never. */
    @Nullable
    Instant instantUnlessNever(String name) {
        if (!has(name)) {
            return null;
        }
        Instant instant = instant(name);
        return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
    }

    byte[] bytes(String name) {
        BsonValue value = find(name);
        if (value != null && !value.isBinary()) {
            throw unexpected(name, "bytes", value);
        }
        return value == null ? new byte[0] : value.asBinary().getData();
    }

    DolittleDocument part(String name) {
        DolittleDocument part = findPart(name);
        if (part == null) {
            throw missing(name);
        }
        return part;
    }

    @Nullable
    DolittleDocument findPart(String name) {
        BsonValue value = find(name);
        if (value != null && !value.isDocument()) {
            throw unexpected(name, "a document", value);
        }
        return value == null ? null : new DolittleDocument(where + ", " + name, value.asDocument());
    }

    /** The documents of an array; none where there is no array. */
    List<DolittleDocument> parts(String name) {
        BsonValue value = find(name);
        List<DolittleDocument> parts = new ArrayList<>();
        if (value != null) {
            if (!value.isArray()) {
                throw unexpected(name, "an array", value);
            }
            for (BsonValue each : value.asArray()) {
                if (!each.isDocument()) {
                    throw unexpected(name, "an array of documents", each);
                }
                parts.add(new DolittleDocument(where + ", " + name, each.asDocument()));
            }
        }
        return parts;
    }

    /** The names of its elements, dots and dollar signs included, with the documents that they name. */
    List<Map.Entry<String, DolittleDocument>> named() {
        List<Map.Entry<String, DolittleDocument>> named = new ArrayList<>();
        for (Map.Entry<String, BsonValue> element : document.entrySet()) {
            if (!element.getValue().isDocument()) {
                throw unexpected(element.getKey(), "a document", element.getValue());
            }
            named.add(Map.entry(
                    element.getKey(),
                    new DolittleDocument(
                            where + ", '" + element.getKey() + "'",
                            element.getValue().asDocument())));
        }
        return named;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /** Whether it has an array of that name with something in it. */
    boolean hasAny(String name) {
        BsonValue value = find(name);
        return value != null && value.isArray() && !value.asArray().isEmpty();
    }

    private @Nullable BsonValue find(String name) {
        BsonValue value = document.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private BsonValue required(String name) {
        BsonValue value = find(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private CannotBeMoved missing(String name) {
        return new CannotBeMoved(where + ": there is no " + name);
    }

    private CannotBeMoved unexpected(String name, String expected, BsonValue found) {
        return new CannotBeMoved(where + ": " + name + " is of type " + found.getBsonType() + " and not " + expected);
    }

    private static boolean isTooLarge(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0;
    }

    private static @Nullable BigDecimal numberOf(BsonValue value) {
        return switch (value.getBsonType()) {
            case INT32 -> BigDecimal.valueOf(value.asInt32().getValue());
            case INT64 -> BigDecimal.valueOf(value.asInt64().getValue());
            case DOUBLE ->
                Double.isFinite(value.asDouble().getValue())
                        ? BigDecimal.valueOf(value.asDouble().getValue())
                        : null;
            case DECIMAL128 ->
                value.asDecimal128().getValue().isFinite()
                        ? value.asDecimal128().getValue().bigDecimalValue()
                        : null;
            default -> null;
        };
    }

    private static @Nullable UUID uuidOf(BsonValue value) {
        if (!value.isBinary() || value.asBinary().getData().length != UUID_LENGTH) {
            return null;
        }
        BsonBinary binary = value.asBinary();
        ByteBuffer bytes = ByteBuffer.wrap(binary.getData());
        if (binary.getType() == UUID_SUBTYPE) {
            return new UUID(bytes.getLong(), bytes.getLong());
        }
        if (binary.getType() != OLD_UUID) {
            return null;
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(bytes.getInt());
        long second = Short.toUnsignedLong(bytes.getShort());
        long third = Short.toUnsignedLong(bytes.getShort());
        bytes.order(ByteOrder.BIG_ENDIAN);
        return new UUID(first << Integer.SIZE | second << Short.SIZE | third, bytes.getLong());
    }
}
