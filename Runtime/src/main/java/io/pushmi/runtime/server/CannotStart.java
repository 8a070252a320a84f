package io.pushmi.runtime.server;

import org.jspecify.annotations.Nullable;

/**
 * A Runtime cannot start. The message is for the operator: one line for each problem, saying what stands in the way.
 * Nothing is left open, and nothing was written unless the store itself was at fault.
 */
public final class CannotStart extends RuntimeException {
    public CannotStart(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
