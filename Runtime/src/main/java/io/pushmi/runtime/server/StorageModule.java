package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.Upkeep;
import java.util.Optional;

/** Gives the rooms above the store that is open. Whoever opened it closes it. */
final class StorageModule extends AbstractModule {
    private final StorageEngine engine;

    StorageModule(StorageEngine engine) {
        this.engine = engine;
    }

    @Provides
    StorageEngine engine() {
        return engine;
    }

    @Provides
    EventLogStorage logs() {
        return engine.logs();
    }

    @Provides
    StateStorage states() {
        return engine.states();
    }

    @Provides
    Optional<Upkeep> upkeep() {
        return engine.upkeep();
    }
}
