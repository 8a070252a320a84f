package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Sixteen bytes that stand for something longer: the beginning of its SHA-256. */
final class Hash {
    static final int SIZE = 16;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    static Hash of(AggregateId aggregate) {
        ByteWriter identity = new ByteWriter(96);
        EventCodec.write(aggregate, identity);
        return of(identity.toArray());
    }

    static Hash of(byte[] identity) {
        return new Hash(Arrays.copyOf(digest().digest(identity), SIZE));
    }

    /** One that is part of a key. */
    static Hash stored(byte[] bytes) {
        return new Hash(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
