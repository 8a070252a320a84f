package io.pushmi.runtime.storage;

/** What the bytes of a content are, as a media type. */
public record ContentType(String value) {
    public static final ContentType JSON = new ContentType("application/json");

    @Override
    public String toString() {
        return value;
    }
}
