package io.pushmi.runtime.events.erasing;

/** What was asked was not begun. The message says why, in words for whoever asked for it. */
public final class ErasureRefused extends RuntimeException {
    ErasureRefused(String reason) {
        super(reason);
    }
}
