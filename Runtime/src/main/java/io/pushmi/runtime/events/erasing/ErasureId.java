package io.pushmi.runtime.events.erasing;

import java.util.UUID;

/** Identifies an erasure, through restarts and in its record in the log. */
public record ErasureId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
