package io.pushmi.runtime.storage;

import org.jspecify.annotations.Nullable;

/** What was asked was not done, and nothing is left of it. The message says why, in words for whoever asked for it. */
public final class UpkeepRefused extends RuntimeException {
    public UpkeepRefused(String reason) {
        this(reason, null);
    }

    public UpkeepRefused(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
