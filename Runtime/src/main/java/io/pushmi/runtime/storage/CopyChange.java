package io.pushmi.runtime.storage;

/** What becomes of one document of a collection of copies. */
public sealed interface CopyChange {
    /** The field of each document that has the key. Readers know it by this name. */
    String KEY = "_dolittle_projection_key";

    /** The field of each document that says which event it has come to, so that an older one never takes its place. */
    String MARK = "_pushmi";

    /** Of the read model; any text. */
    String key();

    /** The number of the last event that the read model has in it. */
    long through();

    /**
     * There is this document.
     *
     * @param document without {@link #KEY} and {@link #MARK}; if it has an {@code _id}, that identifies it in the
     *     collection, otherwise the key does
     */
    record Put(String key, long through, CopyValue.Fields document) implements CopyChange {}

    record Remove(String key, long through) implements CopyChange {}
}
