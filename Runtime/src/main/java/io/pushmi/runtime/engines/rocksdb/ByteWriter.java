package io.pushmi.runtime.engines.rocksdb;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Writes values one after another into an array that grows. Everything that varies in size says its size first. */
final class ByteWriter {
    private byte[] array;
    private int size;

    ByteWriter(int expected) {
        array = new byte[Math.max(expected, 16)];
    }

    ByteWriter octet(int value) {
        room(1);
        array[size++] = (byte) value;
        return this;
    }

    ByteWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** An unsigned number: seven bits an octet, the lowest first. */
    ByteWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
        return this;
    }

    /** A number of either sign, short where it is near zero. */
    ByteWriter signed(long value) {
        return number(value << 1 ^ value >> 63);
    }

    ByteWriter fixed(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    ByteWriter fixedInt(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    ByteWriter uuid(UUID value) {
        return fixed(value.getMostSignificantBits()).fixed(value.getLeastSignificantBits());
    }

    ByteWriter instant(Instant value) {
        return signed(value.getEpochSecond()).number(value.getNano());
    }

    ByteWriter text(String value) {
        return block(Text.bytes(value));
    }

    ByteWriter block(byte[] value) {
        return number(value.length).raw(value);
    }

    /** The octets alone, without their number. */
    ByteWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, array, size, value.length);
        size += value.length;
        return this;
    }

    /** A checksum over everything written so far. */
    ByteWriter checksum() {
        CRC32C checksum = new CRC32C();
        checksum.update(array, 0, size);
        return fixedInt((int) checksum.getValue());
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    private void room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), array.length + (array.length >> 1)));
        }
    }
}
