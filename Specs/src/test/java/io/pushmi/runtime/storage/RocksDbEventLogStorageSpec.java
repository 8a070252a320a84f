package io.pushmi.runtime.storage;

class RocksDbEventLogStorageSpec extends EventLogStorageSpec {
    RocksDbEventLogStorageSpec() {
        super(new RocksDbFixture());
    }
}
