package io.pushmi.runtime.engines.mongodb;

/** A document is not as this engine writes it. */
final class UnreadableDocument extends RuntimeException {
    UnreadableDocument(String what) {
        super(what);
    }

    UnreadableDocument(String what, Throwable cause) {
        super(what, cause);
    }
}
