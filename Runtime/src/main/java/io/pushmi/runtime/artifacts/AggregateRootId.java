package io.pushmi.runtime.artifacts;

/** Identifies an aggregate root: the kind of an aggregate. Any text that is not empty. */
public record AggregateRootId(String value) {
    public AggregateRootId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an aggregate root id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
