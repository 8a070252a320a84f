package io.pushmi.runtime.storage;

import java.util.UUID;

/** The consent under which an event came over an event horizon. */
public record ConsentId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
