package io.pushmi.runtime.engines.mongodb;

/** A server has not made a write, or not durably, for a reason that may pass. */
final class WriteRefused extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** @param code of the server */
    WriteRefused(int code) {
        super("the server did not make a write durable and answers with " + code);
    }
}
