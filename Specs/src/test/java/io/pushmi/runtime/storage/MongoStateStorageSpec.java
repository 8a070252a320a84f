package io.pushmi.runtime.storage;

class MongoStateStorageSpec extends StateStorageSpec {
    MongoStateStorageSpec() {
        super(new MongoFixture());
    }
}
