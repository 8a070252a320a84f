package io.pushmi.runtime.storage;

class MongoEventLogStorageSpec extends EventLogStorageSpec {
    MongoEventLogStorageSpec() {
        super(new MongoFixture());
    }
}
