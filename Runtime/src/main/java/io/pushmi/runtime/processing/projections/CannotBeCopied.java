package io.pushmi.runtime.processing.projections;

/** A read model of which there can be no copy as it was asked for. The message tells the property, never its value. */
final class CannotBeCopied extends Exception {
    private static final long serialVersionUID = 1L;

    CannotBeCopied(String what) {
        super(what, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
