package io.pushmi.runtime.storage;

/** Is told how far something is that takes a while, often, and always on the thread that does it. */
@FunctionalInterface
public interface Progress {
    /**
     * So much of it is done.
     *
     * @param done never less than before
     * @param expected what {@code done} will be in the end, as far as is known now; never less than {@code done}
     */
    void advanced(long done, long expected);
}
