package io.pushmi.runtime.engines.mongodb;

/**
 * Why the server did not make one write of a command.
 *
 * @param index of the document or statement within its command
 */
record WriteError(int index, int code, String message) {
    private static final int DUPLICATE_KEY = 11_000;

    boolean isDuplicateKey() {
        return code == DUPLICATE_KEY;
    }
}
