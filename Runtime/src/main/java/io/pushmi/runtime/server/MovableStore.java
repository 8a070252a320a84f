package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.engines.rocksdb.ClosedStore;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.engines.rocksdb.StoreCannotBeOpened;
import io.pushmi.runtime.management.moving.OpenStore;
import io.pushmi.runtime.management.moving.StoreVerification;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.Verification;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store that no Runtime uses, opened to be read or filled as a whole. Every method blocks, closes the store again whatever
 * happens, and fails with {@link StoreRefused} if it cannot be opened, as when a Runtime has an embedded one open.
 */
public abstract class MovableStore {
    private final Set<TenantId> configured;

    private MovableStore(Set<TenantId> configured) {
        this.configured = configured;
    }

    /** The embedded store in a data folder. */
    public static MovableStore in(Path folder) {
        return new Embedded(RocksDbSettings.in(folder), Set.of());
    }

    /** The store that a Runtime with this configuration uses. */
    public static MovableStore of(RuntimeConfiguration configuration) {
        ConfiguredStore store = refusing(() -> ConfiguredStore.of(configuration));
        Set<TenantId> tenants = configuration.tenants().keySet();
        return store instanceof ConfiguredStore.Embedded embedded
                ? new Embedded(EmbeddedStore.settings(embedded.storage()), tenants)
                : new Shared(store, tenants);
    }

    /** Does something with what is in the store, which must exist. */
    public abstract <T> T read(Function<OpenStore, T> work);

    /** Checks everything that the store must keep to. What is wrong with what it holds is told to the listener. */
    public abstract Verification verify(Verification.Listener listener);

    /** Does something with the store, which becomes one if it does not exist. */
    public final <T> T fill(Function<OpenStore, T> work) {
        try (StorageEngine engine = refusing(this::open)) {
            Set<TenantId> tenants = new HashSet<>(configured);
            if (engine instanceof RocksDbEngine embedded) {
                tenants.addAll(await(embedded.tenants()));
            }
            return work.apply(new OpenStore(engine.logs(), engine.states(), tenants, MovableStore::await));
        }
    }

    abstract StorageEngine open();

    private static final class Embedded extends MovableStore {
        private final RocksDbSettings settings;

        Embedded(RocksDbSettings settings, Set<TenantId> configured) {
            super(configured);
            this.settings = settings;
        }

        @Override
        public <T> T read(Function<OpenStore, T> work) {
            return refusing(() -> {
                closed().requireThere();
                return fill(work);
            });
        }

        @Override
        public Verification verify(Verification.Listener listener) {
            return refusing(() -> closed().verify(listener));
        }

        @Override
        StorageEngine open() {
            return RocksDbEngine.open(settings);
        }

        private ClosedStore closed() {
            return new ClosedStore(settings.folder(), settings.memoryBudget());
        }
    }

    /** One on a server, which has a database for each tenant from the moment that it is opened. */
    private static final class Shared extends MovableStore {
        private final ConfiguredStore store;

        Shared(ConfiguredStore store, Set<TenantId> configured) {
            super(configured);
            this.store = store;
        }

        @Override
        public <T> T read(Function<OpenStore, T> work) {
            return fill(work);
        }

        @Override
        public Verification verify(Verification.Listener listener) {
            return fill(open -> new StoreVerification(open, listener).run());
        }

        @Override
        StorageEngine open() {
            return store.open();
        }
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreCannotBeOpened | CannotStart refused) {
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
