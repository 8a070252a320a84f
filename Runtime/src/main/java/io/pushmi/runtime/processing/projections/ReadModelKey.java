package io.pushmi.runtime.processing.projections;

/** Identifies a read model among those of its projection. Any text, the empty one too. */
public record ReadModelKey(String value) {
    @Override
    public String toString() {
        return value;
    }
}
