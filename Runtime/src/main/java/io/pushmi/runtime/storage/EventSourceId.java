package io.pushmi.runtime.storage;

/** Identifies what an event is about, such as one customer. Any text, the empty one too. */
public record EventSourceId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
