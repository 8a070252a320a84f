package io.pushmi.runtime.storage;

/**
 * A count of the events ever applied by an aggregate: the version of the aggregate that applied so many, and of the
 * event that was applied to it then. The first event of an aggregate has version 0.
 */
public record AggregateVersion(long value) implements Comparable<AggregateVersion> {
    public static final AggregateVersion INITIAL = new AggregateVersion(0);

    public AggregateVersion {
        if (value < 0) {
            throw new IllegalArgumentException("an aggregate version must not be negative: " + value);
        }
    }

    public AggregateVersion next() {
        return new AggregateVersion(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(AggregateVersion other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
