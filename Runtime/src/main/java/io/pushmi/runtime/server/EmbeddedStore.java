package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.configuration.StorageConfiguration;
import io.pushmi.runtime.configuration.TenantConfiguration;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.Map;

/** The store of a Runtime whose tenants have none of their own. */
final class EmbeddedStore {
    private EmbeddedStore() {}

    /**
     * Sees that no tenant has its events elsewhere: an empty store beside a full one would look like lost events.
     *
     * @throws CannotStart if one has
     */
    static void requireAllTenantsIn(RuntimeConfiguration configuration) {
        for (Map.Entry<TenantId, TenantConfiguration> tenant :
                configuration.tenants().entrySet()) {
            if (tenant.getValue().eventStore().isPresent()) {
                throw new CannotStart(
                        "tenants." + tenant.getKey() + ".resources.eventStore: this version cannot keep events in"
                                + " MongoDB, and would start with an empty event log; remove the setting to keep"
                                + " events in storage.path",
                        null);
            }
        }
    }

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
