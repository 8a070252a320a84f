package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.engines.rocksdb.ClosedStore;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;
import io.pushmi.runtime.management.moving.OpenStore;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A store that no Runtime uses, opened to be read or filled as a whole. Every method blocks, closes the store again whatever
 * happens, and fails with {@link StoreRefused} if it cannot be opened, as when a Runtime has it open.
 */
public final class MovableStore {
    private final RocksDbSettings settings;
    private final Set<TenantId> configured;

    private MovableStore(RocksDbSettings settings, Set<TenantId> configured) {
        this.settings = settings;
        this.configured = configured;
    }

    /** The embedded store in a data folder. */
    public static MovableStore in(Path folder) {
        return new MovableStore(RocksDbSettings.in(folder), Set.of());
    }

    /**
     * The store that a Runtime with this configuration uses.
     *
     * @throws StoreRefused if this version cannot use it
     */
    public static MovableStore of(RuntimeConfiguration configuration) {
        try {
            EmbeddedStore.requireAllTenantsIn(configuration);
        } catch (CannotStart refused) {
            throw new StoreRefused(refused);
        }
        return new MovableStore(
                EmbeddedStore.settings(configuration.storage()),
                configuration.tenants().keySet());
    }

    /** Does something with what is in the store, which must exist. */
    public <T> T read(Function<OpenStore, T> work) {
        try {
            new ClosedStore(settings.folder(), settings.memoryBudget()).requireThere();
        } catch (StoreCannotBeOpened refused) {
            throw new StoreRefused(refused);
        }
        return fill(work);
    }

    /** Does something with the store, which becomes one if it does not exist. */
    public <T> T fill(Function<OpenStore, T> work) {
        try (RocksDbEngine engine = open()) {
            Set<TenantId> tenants = new HashSet<>(await(engine.tenants()));
            tenants.addAll(configured);
            return work.apply(new OpenStore(engine.logs(), engine.states(), tenants, MovableStore::await));
        }
    }

    private RocksDbEngine open() {
        try {
            return RocksDbEngine.open(settings);
        } catch (StoreCannotBeOpened refused) {
            throw new StoreRefused(refused);
        }
    }

    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
