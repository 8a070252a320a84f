package io.pushmi.runtime.storage;

import java.util.UUID;

/** Identifies a materialised stream of a scope, or a public one; it is the id of the filter that makes the stream. */
public record StreamId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
