package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.StorageConfiguration;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;
import io.pushmi.runtime.storage.StorageEngine;
import java.nio.file.Path;

/** The store of a Runtime whose tenants have none of their own. */
final class EmbeddedStore {
    private EmbeddedStore() {}

    /**
     * Opens the store, which may take a while after a crash.
     *
     * @throws CannotStart if it cannot be opened
     */
    static StorageEngine open(StorageConfiguration storage) {
        try {
            return RocksDbEngine.open(settings(storage));
        } catch (StoreCannotBeOpened refused) {
            throw new CannotStart(String.valueOf(refused.getMessage()), refused);
        }
    }

    static RocksDbSettings settings(StorageConfiguration storage) {
        RocksDbSettings settings = RocksDbSettings.in(folderOf(storage));
        return settings.withMemoryBudget(storage.memory())
                .withFreeSpaceReserve(storage.freeSpaceReserve(), settings.freeSpace());
    }

    /** Where the store lies, from the root on. */
    static Path folderOf(StorageConfiguration storage) {
        return storage.path().toAbsolutePath().normalize();
    }
}
