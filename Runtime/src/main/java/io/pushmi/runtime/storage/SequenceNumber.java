package io.pushmi.runtime.storage;

/** The position of an event in its log. Dense: the first event has 0, no number is left out, none is used again. */
public record SequenceNumber(long value) implements Comparable<SequenceNumber> {
    public static final SequenceNumber FIRST = new SequenceNumber(0);

    public SequenceNumber {
        if (value < 0) {
            throw new IllegalArgumentException("a sequence number must not be negative: " + value);
        }
    }

    public SequenceNumber plus(long events) {
        return new SequenceNumber(Math.addExact(value, events));
    }

    public boolean isBefore(SequenceNumber other) {
        return value < other.value;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
