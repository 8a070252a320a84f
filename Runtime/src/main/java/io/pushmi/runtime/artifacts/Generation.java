package io.pushmi.runtime.artifacts;

/** Which shape of an artifact is meant, from 0 to 4294967295. */
public record Generation(long value) {
    public static final Generation FIRST = new Generation(1);

    private static final long MAXIMUM = 0xFFFF_FFFFL;

    public Generation {
        if (value < 0 || value > MAXIMUM) {
            throw new IllegalArgumentException("a generation is between 0 and " + MAXIMUM + ", not " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
