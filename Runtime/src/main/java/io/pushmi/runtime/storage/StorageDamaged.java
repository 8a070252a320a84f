package io.pushmi.runtime.storage;

import org.jspecify.annotations.Nullable;

/** What is stored cannot be right. Trying again does not help; the message says where the damage is. */
public final class StorageDamaged extends RuntimeException {
    public StorageDamaged(String where, @Nullable Throwable cause) {
        super(where, cause);
    }
}
