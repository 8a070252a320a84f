package io.pushmi.runtime.storage;

import org.jspecify.annotations.Nullable;

/** The store cannot answer now; the same call may succeed later. */
public final class StorageUnavailable extends RuntimeException {
    public StorageUnavailable(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
