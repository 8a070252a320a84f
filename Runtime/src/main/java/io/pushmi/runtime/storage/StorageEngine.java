package io.pushmi.runtime.storage;

import java.util.Optional;

/** A store that is open: its event logs, its state documents, and how it is doing. */
public interface StorageEngine extends AutoCloseable {
    EventLogStorage logs();

    StateStorage states();

    /** What the engine does for whoever keeps the store, if it has its own ways to copy and to count what is in it. */
    default Optional<Upkeep> upkeep() {
        return Optional.empty();
    }

    /** Whether other Runtimes may have the same store open at the same time. */
    default boolean isShared() {
        return false;
    }

    /** How the store is doing at this moment. Cheap enough to ask for every health check. */
    StorageHealth health();

    /** Finishes what was offered to it, makes it durable and releases everything. To close again does nothing. */
    @Override
    void close();
}
