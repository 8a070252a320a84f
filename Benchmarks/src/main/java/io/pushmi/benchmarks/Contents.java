package io.pushmi.benchmarks;

import java.util.Random;

/**
 * Contents of events: JSON objects of one exact size with a name, a time, an amount and text that looks random, so that
 * storage cannot compress them away. The same seed gives the same contents.
 */
final class Contents {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String END = "\"}";

    private final Random random;
    private final int size;

    /** @param size in bytes, enough for the object around the text */
    Contents(long seed, int size) {
        this.random = new Random(seed);
        this.size = size;
    }

    String next() {
        StringBuilder json = new StringBuilder(size);
        json.append("{\"order\":\"").append(Long.toHexString(random.nextLong() | Long.MIN_VALUE));
        json.append("\",\"placed\":\"2026-03-14T09:26:").append(10 + random.nextInt(50));
        json.append("Z\",\"amount\":").append(1000 + random.nextInt(9000));
        json.append(",\"note\":\"");
        if (json.length() + END.length() > size) {
            throw new IllegalArgumentException(
                    "an event of " + size + " bytes is too small, it takes " + (json.length() + END.length()));
        }
        while (json.length() + END.length() < size) {
            json.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return json.append(END).toString();
    }
}
