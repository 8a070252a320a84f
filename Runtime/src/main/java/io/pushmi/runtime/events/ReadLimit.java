package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.StoredSize;

/**
 * How much one read gives at most. The first event comes whatever its size.
 *
 * @param events at least 1
 * @param bytes as {@link StoredSize} counts events, at least 1
 */
public record ReadLimit(long events, long bytes) {
    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);

    public ReadLimit {
        if (events < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a read has room for at least one event and one byte, not " + events + " and " + bytes);
        }
    }
}
