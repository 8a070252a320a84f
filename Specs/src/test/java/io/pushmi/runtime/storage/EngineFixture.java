package io.pushmi.runtime.storage;

import java.util.EnumSet;
import java.util.Set;

/** How the suites of the storage contracts get at an engine. One fixture is used for one specification. */
interface EngineFixture extends AutoCloseable {
    /** Opens the engine on storage that holds nothing yet, with every kind of key. */
    StorageEngine open();

    /** Closes the engine, if that has not been done, and opens another with these kinds of keys on the same storage. */
    StorageEngine reopen(Set<KeyKind> kinds);

    default StorageEngine reopen() {
        return reopen(EnumSet.allOf(KeyKind.class));
    }

    /** How many durable syncs this storage has seen so far, those included that an engine made while it was opened. */
    long syncs();

    /** Closes the engine and clears the storage away. */
    @Override
    void close();
}
