package io.pushmi.runtime.execution;

import java.util.UUID;

/** Identifies a microservice, whatever Runtime or client speaks for it. */
public record MicroserviceId(UUID value) {
    /** What a microservice is called that was never given an id. */
    public static final MicroserviceId NOT_SET =
            new MicroserviceId(UUID.fromString("4a5d2bc3-543f-459a-ab0b-e8e924093260"));

    @Override
    public String toString() {
        return value.toString();
    }
}
