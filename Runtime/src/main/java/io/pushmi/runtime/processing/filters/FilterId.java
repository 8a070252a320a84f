package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.storage.StreamId;
import java.util.UUID;

/** Identifies a filter within its scope, and the stream that it makes. */
public record FilterId(UUID value) {
    /** Names the tenants' own logs, which no filter may write to. */
    static final FilterId NOT_WRITEABLE = new FilterId(new UUID(0, 0));

    public StreamId stream() {
        return new StreamId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
