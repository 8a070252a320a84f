package io.pushmi.runtime.server;

/** A store that no Runtime has open cannot be worked with. The message is one line that says which and why. */
public final class StoreRefused extends RuntimeException {
    StoreRefused(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
