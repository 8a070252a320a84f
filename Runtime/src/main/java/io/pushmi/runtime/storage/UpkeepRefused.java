package io.pushmi.runtime.storage;

/** What was asked was not begun. The message says why, in words for whoever asked for it. */
public final class UpkeepRefused extends RuntimeException {
    public UpkeepRefused(String reason) {
        super(reason);
    }
}
