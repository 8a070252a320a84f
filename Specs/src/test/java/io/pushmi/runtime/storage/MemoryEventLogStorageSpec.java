package io.pushmi.runtime.storage;

class MemoryEventLogStorageSpec extends EventLogStorageSpec {
    MemoryEventLogStorageSpec() {
        super(new MemoryFixture((disk, kinds) -> MemoryEngine.open(disk)));
    }
}
