package io.pushmi.runtime.storage;

/** An id that the producer gave an event. Kept and returned; uniqueness is the producer's affair. */
public record EventId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
