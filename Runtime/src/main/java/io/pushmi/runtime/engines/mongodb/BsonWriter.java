package io.pushmi.runtime.engines.mongodb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.bson.RawBsonDocument;

/**
 * Puts a BSON document together, byte by byte. Content that is UTF-8 already becomes a string as it is: the driver's
 * writer would want it decoded first, to encode it again. The document itself is open from the start.
 */
final class BsonWriter {
    private static final long MILLISECONDS_IN_A_SECOND = 1_000;
    private static final int NANOS_IN_A_MILLISECOND = 1_000_000;
    private static final byte STRING = 2;
    private static final byte DOCUMENT = 3;
    private static final byte ARRAY = 4;
    private static final byte BINARY = 5;
    private static final byte BOOLEAN = 8;
    private static final byte DATE = 9;
    private static final byte NULL = 10;
    private static final byte INT32 = 16;
    private static final byte INT64 = 18;

    private byte[] array;
    private int length;

    BsonWriter(int expectedSize) {
        array = new byte[Math.max(expectedSize, 64)];
        length = Integer.BYTES;
    }

    /** Ends the document. Nothing may be written afterwards. */
    RawBsonDocument finish() {
        end(0);
        return new RawBsonDocument(array, 0, length);
    }

    /** Begins a document within this one; {@link #end} wants what it returns. */
    int document(String name) {
        return begin(DOCUMENT, name);
    }

    /** Its elements are written with their indexes as names. */
    int array(String name) {
        return begin(ARRAY, name);
    }

    int document(int index) {
        name(DOCUMENT, index);
        return open();
    }

    void end(int opened) {
        room(1);
        array[length++] = 0;
        putInt(opened, length - opened);
    }

    BsonWriter text(String name, String text) {
        return Text.isWhole(text)
                ? string(name, text.getBytes(StandardCharsets.UTF_8))
                : binary(name, Text.halves(text));
    }

    /** @param text whole */
    BsonWriter text(int index, String text) {
        name(STRING, index);
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A string where the bytes are UTF-8, so that people can read it, else binary. */
    BsonWriter bytes(String name, byte[] bytes) {
        return Text.isUtf8(bytes) ? string(name, bytes) : binary(name, bytes);
    }

    BsonWriter binary(String name, byte[] bytes) {
        name(BINARY, name);
        room(Integer.BYTES + 1 + bytes.length);
        putInt(length, bytes.length);
        length += Integer.BYTES;
        array[length++] = 0;
        return raw(bytes);
    }

    BsonWriter int32(String name, int value) {
        name(INT32, name);
        room(Integer.BYTES);
        putInt(length, value);
        length += Integer.BYTES;
        return this;
    }

    BsonWriter int64(String name, long value) {
        name(INT64, name);
        return putLong(value);
    }

    BsonWriter yes(String name) {
        name(BOOLEAN, name);
        room(1);
        array[length++] = 1;
        return this;
    }

    BsonWriter nothing(String name) {
        name(NULL, name);
        return this;
    }

    /** BSON knows milliseconds; what there is beyond them is told beside, where there is any. */
    BsonWriter instant(String name, String nanosName, Instant instant) {
        name(DATE, name);
        long wholeSeconds = Math.multiplyExact(instant.getEpochSecond(), MILLISECONDS_IN_A_SECOND);
        putLong(Math.addExact(wholeSeconds, instant.getNano() / NANOS_IN_A_MILLISECOND));
        int nanos = instant.getNano() % NANOS_IN_A_MILLISECOND;
        return nanos == 0 ? this : int32(nanosName, nanos);
    }

    private BsonWriter string(String name, byte[] utf8) {
        name(STRING, name);
        return string(utf8);
    }

    private BsonWriter string(byte[] utf8) {
        room(Integer.BYTES + utf8.length + 1);
        putInt(length, utf8.length + 1);
        length += Integer.BYTES;
        raw(utf8);
        array[length++] = 0;
        return this;
    }

    private int begin(byte type, String name) {
        name(type, name);
        return open();
    }

    private int open() {
        room(Integer.BYTES);
        int opened = length;
        length += Integer.BYTES;
        return opened;
    }

    /** @param name ASCII, as all names are here */
    private void name(byte type, String name) {
        room(name.length() + 2);
        array[length++] = type;
        for (int i = 0; i < name.length(); i++) {
            array[length++] = (byte) name.charAt(i);
        }
        array[length++] = 0;
    }

    private void name(byte type, int index) {
        name(type, Integer.toString(index));
    }

    private BsonWriter putLong(long value) {
        room(Long.BYTES);
        putInt(length, (int) value);
        putInt(length + Integer.BYTES, (int) (value >>> Integer.SIZE));
        length += Long.BYTES;
        return this;
    }

    private void putInt(int at, int value) {
        array[at] = (byte) value;
        array[at + 1] = (byte) (value >>> 8);
        array[at + 2] = (byte) (value >>> 16);
        array[at + 3] = (byte) (value >>> 24);
    }

    private BsonWriter raw(byte[] bytes) {
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void room(int needed) {
        if (array.length - length < needed) {
            array = Arrays.copyOf(array, Math.max(length + needed, array.length + (array.length >> 1)));
        }
    }
}
