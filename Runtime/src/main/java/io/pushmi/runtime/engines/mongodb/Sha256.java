package io.pushmi.runtime.engines.mongodb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that stand for texts which are too long to be a key or a name. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
