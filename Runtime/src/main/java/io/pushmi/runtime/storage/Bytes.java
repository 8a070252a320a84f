package io.pushmi.runtime.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A sequence of bytes that never changes. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Takes over the array: the caller must not change it afterwards. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array);
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, not a copy: the caller must not change them. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return array.length;
    }

    /** The bytes as UTF-8 text; what is not UTF-8 comes out as the replacement character. */
    public String asUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return array.length + " bytes";
    }
}
