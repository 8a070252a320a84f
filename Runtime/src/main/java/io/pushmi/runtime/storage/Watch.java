package io.pushmi.runtime.storage;

/** Somebody's wish to be told of something, until it is closed. To close again does nothing. */
public interface Watch extends AutoCloseable {
    /** Of something that never happens. */
    Watch NOTHING = () -> {};

    /** From then on at most a hint comes that was under way. */
    @Override
    void close();
}
