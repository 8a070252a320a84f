package io.pushmi.runtime.storage.foreign;

import org.jspecify.annotations.Nullable;

/** A store cannot be taken over as it is. The message says what is in the way and where, for people. */
public final class CannotBeMoved extends RuntimeException {
    public CannotBeMoved(String reason) {
        this(reason, null);
    }

    public CannotBeMoved(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
