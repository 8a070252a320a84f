package io.pushmi.runtime.storage;

/** What an event says, or the fact that it was erased. Every reader copes with both. */
public sealed interface Content {
    Content ERASED = new Erased();

    static Present json(Bytes bytes) {
        return new Present(bytes, ContentType.JSON);
    }

    /** Content that is there, byte for byte as it was committed. */
    record Present(Bytes bytes, ContentType type) implements Content {}

    /** Content that was there and is gone for good. */
    record Erased() implements Content {}
}
