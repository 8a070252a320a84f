package io.pushmi.runtime.artifacts;

/** Identifies an event type across its generations. Any text that is not empty; a door maps what it speaks to text. */
public record EventTypeId(String value) implements Comparable<EventTypeId> {
    public EventTypeId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an event type id must not be empty");
        }
    }

    @Override
    public int compareTo(EventTypeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
