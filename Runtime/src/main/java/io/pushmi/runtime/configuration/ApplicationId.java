package io.pushmi.runtime.configuration;

import java.util.UUID;

/** Identifies the application that this Runtime's microservice is a part of. */
public record ApplicationId(UUID value) {
    /** What an application is called that was never given an id. */
    public static final ApplicationId NOT_SET =
            new ApplicationId(UUID.fromString("4fe9492c-1d19-4e6b-be72-03208789906e"));

    @Override
    public String toString() {
        return value.toString();
    }
}
