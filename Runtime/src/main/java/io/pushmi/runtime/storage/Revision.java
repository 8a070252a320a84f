package io.pushmi.runtime.storage;

/** Which of the states that a document has had is meant. It grows with every change and is never used again. */
public record Revision(long value) {
    /** The revision of a document that does not exist. */
    public static final Revision ABSENT = new Revision(0);

    public Revision {
        if (value < 0) {
            throw new IllegalArgumentException("a revision must not be negative: " + value);
        }
    }
}
