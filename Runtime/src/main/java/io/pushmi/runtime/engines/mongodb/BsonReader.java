package io.pushmi.runtime.engines.mongodb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.bson.RawBsonDocument;

/**
 * Goes through the elements of a document or an array in their order. Of what the current element is its reader says
 * what it expects, and fails with {@link UnreadableDocument} where it is something else.
 */
final class BsonReader {
    private static final byte DOUBLE = 1;
    private static final byte STRING = 2;
    private static final byte DOCUMENT = 3;
    private static final byte ARRAY = 4;
    private static final byte BINARY = 5;
    private static final byte OBJECT_ID = 7;
    private static final byte BOOLEAN = 8;
    private static final byte DATE = 9;
    private static final byte NULL = 10;
    private static final byte INT32 = 16;
    private static final byte TIMESTAMP = 17;
    private static final byte INT64 = 18;
    private static final int BINARY_HEADER = Integer.BYTES + 1;
    private static final int OBJECT_ID_SIZE = 12;

    private final byte[] array;
    private final int end;
    private int position;
    private byte type;
    private int value;
    private String name = "";

    private BsonReader(byte[] array, int offset) {
        this.array = array;
        this.position = offset + Integer.BYTES;
        this.end = offset + int32At(offset) - 1;
        if (end > array.length || end < position) {
            throw new UnreadableDocument("a document of " + (end + 1 - offset) + " bytes in " + array.length);
        }
    }

    static BsonReader of(RawBsonDocument document) {
        return new BsonReader(document.getBackingArray(), document.getByteOffset());
    }

    /** Goes to the next element, if there is one. */
    boolean next() {
        if (position >= end) {
            return false;
        }
        type = array[position++];
        int start = position;
        while (array[position] != 0) {
            position++;
        }
        name = new String(array, start, position - start, StandardCharsets.UTF_8);
        value = position + 1;
        position = value + size();
        if (position > end) {
            throw new UnreadableDocument(name + " goes beyond the end of its document");
        }
        return true;
    }

    String name() {
        return name;
    }

    boolean isNull() {
        return type == NULL;
    }

    String text() {
        if (type == BINARY) {
            return Text.ofHalves(array, value + BINARY_HEADER, int32At(value));
        }
        require(type == STRING, "text");
        return new String(array, value + Integer.BYTES, int32At(value) - 1, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int start = value + (type == BINARY ? BINARY_HEADER : Integer.BYTES);
        require(type == STRING || type == BINARY, "text or binary");
        int length = type == BINARY ? int32At(value) : int32At(value) - 1;
        return Arrays.copyOfRange(array, start, start + length);
    }

    /** Also of what a shell made a floating-point number. */
    long number() {
        return switch (type) {
            case INT32 -> int32At(value);
            case INT64 -> int64At(value);
            case DOUBLE -> (long) Double.longBitsToDouble(int64At(value));
            default -> throw unexpected("a number");
        };
    }

    int smallNumber() {
        return Math.toIntExact(number());
    }

    boolean truth() {
        require(type == BOOLEAN, "true or false");
        return array[value] != 0;
    }

    Instant instant() {
        require(type == DATE, "a date");
        return Instant.ofEpochMilli(int64At(value));
    }

    /** The elements of the document or array that is the current element. */
    BsonReader inside() {
        require(type == DOCUMENT || type == ARRAY, "a document or an array");
        return new BsonReader(array, value);
    }

    private int size() {
        return switch (type) {
            case DOUBLE, DATE, TIMESTAMP, INT64 -> Long.BYTES;
            case INT32 -> Integer.BYTES;
            case STRING -> Integer.BYTES + lengthAt(value);
            case BINARY -> BINARY_HEADER + lengthAt(value);
            case DOCUMENT, ARRAY -> lengthAt(value);
            case BOOLEAN -> 1;
            case NULL -> 0;
            case OBJECT_ID -> OBJECT_ID_SIZE;
            default -> throw new UnreadableDocument(name + " is of BSON type " + type + ", which nothing here uses");
        };
    }

    private int lengthAt(int offset) {
        int length = int32At(offset);
        if (length < 0 || length > array.length) {
            throw new UnreadableDocument(name + " has a length of " + length);
        }
        return length;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw unexpected(expected);
        }
    }

    private UnreadableDocument unexpected(String expected) {
        return new UnreadableDocument(name + " should be " + expected + ", and is of BSON type " + type);
    }

    private int int32At(int offset) {
        return (array[offset] & 0xFF)
                | (array[offset + 1] & 0xFF) << 8
                | (array[offset + 2] & 0xFF) << 16
                | (array[offset + 3] << 24);
    }

    private long int64At(int offset) {
        return (int32At(offset) & 0xFFFF_FFFFL) | ((long) int32At(offset + Integer.BYTES) << Integer.SIZE);
    }
}
