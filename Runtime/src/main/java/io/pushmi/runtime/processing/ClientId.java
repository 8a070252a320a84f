package io.pushmi.runtime.processing;

import java.util.UUID;

/** Identifies a running process of a microservice, however many connections it has. */
public record ClientId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
