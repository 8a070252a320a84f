package io.pushmi.runtime.management.moving;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A running hash over lines: each value is the SHA-256 of the value before and the line. So it says of any beginning of a
 * file what that is, and two files that end with the same value have the same lines. For one thread.
 */
final class Chain {
    private final MessageDigest sha256 = sha256();
    private byte[] value = new byte[0];

    /** @param line without its end */
    void add(byte[] line) {
        sha256.update(value);
        value = sha256.digest(line);
    }

    String hash() {
        return HexFormat.of().formatHex(value);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
