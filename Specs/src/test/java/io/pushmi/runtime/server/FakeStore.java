package io.pushmi.runtime.server;

import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.StorageHealth;

/** A store that has nothing but a health, which can be set. */
final class FakeStore implements StorageEngine {
    private volatile StorageHealth health = StorageHealth.HEALTHY;
    private volatile boolean isBroken;

    void becomes(StorageHealth now) {
        health = now;
    }

    void breaks() {
        isBroken = true;
    }

    @Override
    public StorageHealth health() {
        if (isBroken) {
            throw new IllegalStateException("broken");
        }
        return health;
    }

    @Override
    public EventLogStorage logs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StateStorage states() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
