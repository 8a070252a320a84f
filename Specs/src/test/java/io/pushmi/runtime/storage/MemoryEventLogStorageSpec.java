package io.pushmi.runtime.storage;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlantedEngine.class)
class MemoryEventLogStorageSpec extends EventLogStorageSpec {
    MemoryEventLogStorageSpec(EngineFixture fixture) {
        super(fixture);
    }
}
