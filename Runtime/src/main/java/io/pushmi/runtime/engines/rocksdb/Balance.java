package io.pushmi.runtime.engines.rocksdb;

import java.nio.ByteBuffer;

/**
 * Whether two walks come by the same things, each as often, in whatever order: what one walk gives the other takes. It
 * remembers none of them but the sum of their fingerprints, of 128 bits, so that damage goes unnoticed about as often as
 * two hashes are equal.
 */
final class Balance {
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

    private long high;
    private long low;

    /** Something that has a hash and two numbers. */
    void give(byte[] hash, long a, long b) {
        add(hash, a, b, 1);
    }

    void take(byte[] hash, long a, long b) {
        add(hash, a, b, -1);
    }

    boolean isEven() {
        return high == 0 && low == 0;
    }

    private void add(byte[] hash, long a, long b, int sign) {
        ByteBuffer halves = ByteBuffer.wrap(hash);
        long first = halves.getLong();
        long second = halves.getLong();
        high += sign * mixed(mixed(first + FIRST * a) + SECOND * b);
        low += sign * mixed(mixed(second ^ SECOND * a) ^ FIRST * b);
    }

    /** Every bit of the result depends on every bit of the value. */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
