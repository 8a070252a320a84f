package io.pushmi.runtime.storage;

/** What an event says, what a partial erasure left of that, or the fact that it was erased. Every reader copes with all. */
public sealed interface Content {
    Content ERASED = new Erased();

    static Present json(Bytes bytes) {
        return new Present(bytes, ContentType.JSON);
    }

    /** Content of which there is something to read. */
    sealed interface Legible extends Content {
        Bytes bytes();

        ContentType type();
    }

    /** Content that is there, byte for byte as it was committed. */
    record Present(Bytes bytes, ContentType type) implements Legible {}

    /** What remains of content of which parts are gone for good. */
    record Redacted(Bytes bytes, ContentType type) implements Legible {}

    /** Content that was there and is gone for good. */
    record Erased() implements Content {}
}
