package io.pushmi.runtime.storage;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlantedEngine.class)
class MemoryStateStorageSpec extends StateStorageSpec {
    MemoryStateStorageSpec(EngineFixture fixture) {
        super(fixture);
    }
}
