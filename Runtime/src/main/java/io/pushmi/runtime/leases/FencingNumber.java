package io.pushmi.runtime.leases;

/**
 * Which holder of a lease is meant: each has a higher number than those before, whichever Runtimes they are in. What is
 * written under a number counts until something is written under a higher one.
 */
public record FencingNumber(long value) implements Comparable<FencingNumber> {
    public FencingNumber {
        if (value < 1) {
            throw new IllegalArgumentException("fencing numbers begin at 1, found " + value);
        }
    }

    @Override
    public int compareTo(FencingNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
