package io.pushmi.runtime.storage;

class MemoryStateStorageSpec extends StateStorageSpec {
    MemoryStateStorageSpec() {
        super(new MemoryFixture((disk, kinds) -> MemoryEngine.open(disk)));
    }
}
