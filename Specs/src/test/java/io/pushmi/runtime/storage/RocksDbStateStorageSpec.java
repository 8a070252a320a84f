package io.pushmi.runtime.storage;

class RocksDbStateStorageSpec extends StateStorageSpec {
    RocksDbStateStorageSpec() {
        super(new RocksDbFixture());
    }
}
