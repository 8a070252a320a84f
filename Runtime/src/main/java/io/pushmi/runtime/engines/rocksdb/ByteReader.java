package io.pushmi.runtime.engines.rocksdb;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Reads what a {@link ByteWriter} wrote. Whatever else it is given ends in {@link IllegalArgumentException}. */
final class ByteReader {
    private static final int CHECKSUM_SIZE = 4;

    private final byte[] array;
    private final int end;
    private int position;

    private ByteReader(byte[] array, int end) {
        this.array = array;
        this.end = end;
    }

    /** Over everything but the checksum at the end, if that is right. */
    static ByteReader checked(byte[] array) {
        int end = array.length - CHECKSUM_SIZE;
        if (end < 0) {
            throw new IllegalArgumentException("found only " + array.length + " bytes");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(array, 0, end);
        ByteReader found = new ByteReader(array, array.length);
        found.position = end;
        if (found.fixedInt() != (int) checksum.getValue()) {
            throw new IllegalArgumentException("its checksum does not match");
        }
        return new ByteReader(array, end);
    }

    /** Over something that has no checksum of its own, such as a key. */
    static ByteReader unchecked(byte[] array) {
        return new ByteReader(array, array.length);
    }

    int octet() {
        need(1);
        return array[position++] & 0xFF;
    }

    boolean flag() {
        int value = octet();
        if (value > 1) {
            throw malformed("a flag of " + value);
        }
        return value == 1;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7FL) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw malformed("a number of more than 64 bits");
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    int smallSigned() {
        long value = signed();
        if ((int) value != value) {
            throw malformed("a number of more than 32 bits");
        }
        return (int) value;
    }

    /** How many things follow, each of which takes at least one octet. */
    int count() {
        long value = number();
        if (value < 0 || value > end - position) {
            throw malformed("a count of " + Long.toUnsignedString(value) + " with " + (end - position) + " bytes left");
        }
        return (int) value;
    }

    long fixed() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (array[position++] & 0xFF);
        }
        return value;
    }

    int fixedInt() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (array[position++] & 0xFF);
        }
        return value;
    }

    UUID uuid() {
        return new UUID(fixed(), fixed());
    }

    Instant instant() {
        long seconds = signed();
        long nanos = number();
        if (nanos < 0
                || nanos > 999_999_999
                || seconds < Instant.MIN.getEpochSecond()
                || seconds > Instant.MAX.getEpochSecond()) {
            throw malformed("an instant that is out of range");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    String text() {
        int length = count();
        String value = Text.of(array, position, length);
        position += length;
        return value;
    }

    byte[] block() {
        return raw(count());
    }

    byte[] raw(int length) {
        need(length);
        byte[] value = Arrays.copyOfRange(array, position, position + length);
        position += length;
        return value;
    }

    byte[] rest() {
        return raw(end - position);
    }

    void finish() {
        if (position != end) {
            throw malformed((end - position) + " bytes too many");
        }
    }

    private void need(int length) {
        if (end - position < length) {
            throw malformed("the end where " + length + " bytes were expected");
        }
    }

    IllegalArgumentException malformed(String found) {
        return new IllegalArgumentException("found " + found + " at byte " + position);
    }
}
