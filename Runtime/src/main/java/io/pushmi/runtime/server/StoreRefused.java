package io.pushmi.runtime.server;

import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;

/** A store that no Runtime has open cannot be worked with. The message is one line that says which and why. */
public final class StoreRefused extends RuntimeException {
    private final boolean isForbidden;

    StoreRefused(RuntimeException cause) {
        super(cause.getMessage(), cause);
        isForbidden = cause instanceof StoreCannotBeOpened refused && refused.isForbidden();
    }

    /** Whether the only trouble is that this user may not use some of its files, which says nothing of what is in it. */
    public boolean isForbidden() {
        return isForbidden;
    }
}
