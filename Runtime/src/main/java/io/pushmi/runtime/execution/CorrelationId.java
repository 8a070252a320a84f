package io.pushmi.runtime.execution;

import java.util.UUID;

/** Ties together everything that happens because of one request of a user. */
public record CorrelationId(UUID value) {
    /** The correlation of work that no user asked for. */
    public static final CorrelationId SYSTEM =
            new CorrelationId(UUID.fromString("868ff40f-a133-4d0f-bfdd-18d726181e01"));

    @Override
    public String toString() {
        return value.toString();
    }
}
