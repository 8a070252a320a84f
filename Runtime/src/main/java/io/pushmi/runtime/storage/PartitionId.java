package io.pushmi.runtime.storage;

/** The part of a stream within which order is kept. Any text, the empty one too. */
public record PartitionId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
