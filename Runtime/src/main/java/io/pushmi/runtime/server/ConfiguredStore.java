package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.configuration.StorageConfiguration;
import io.pushmi.runtime.engines.mongodb.MongoCannotBeOpened;
import io.pushmi.runtime.engines.mongodb.MongoEngine;
import io.pushmi.runtime.engines.mongodb.MongoSettings;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a Runtime keeps events: one store for all of its tenants. */
sealed interface ConfiguredStore {
    /**
     * The store that is configured: MongoDB if every tenant has a database there, and the embedded one if none has. An empty
     * store beside a full one would look like lost events.
     *
     * @throws CannotStart if some tenants have a database and others do not
     */
    static ConfiguredStore of(RuntimeConfiguration configuration) {
        Map<TenantId, MongoEventStore> databases = new LinkedHashMap<>();
        configuration
                .tenants()
                .forEach((tenant, configured) ->
                        configured.eventStore().ifPresent(database -> databases.put(tenant, database)));
        if (databases.isEmpty()) {
            return new Embedded(configuration.storage());
        }
        List<TenantId> without = configuration.tenants().keySet().stream()
                .filter(tenant -> !databases.containsKey(tenant))
                .toList();
        if (!without.isEmpty()) {
            throw new CannotStart(refusal(databases.keySet().iterator().next(), without), null);
        }
        return new InMongoDb(databases);
    }

    private static String refusal(TenantId one, List<TenantId> without) {
        return "tenants." + one + ".resources.eventStore keeps events in MongoDB, and there is no such setting for "
                + (without.size() == 1 ? "tenant " : "tenants ")
                + without.stream().map(TenantId::toString).collect(Collectors.joining(", "))
                + "; expected it for all tenants, or for none to keep events in storage.path";
    }

    /**
     * Opens the store, which may take a while after a crash, or until a server is there.
     *
     * @throws CannotStart if it cannot be opened
     */
    StorageEngine open();

    /** Where it is, in words for an operator; without credentials. */
    String place();

    /** A folder of this Runtime alone. */
    record Embedded(StorageConfiguration storage) implements ConfiguredStore {
        @Override
        public StorageEngine open() {
            return EmbeddedStore.open(storage);
        }

        @Override
        public String place() {
            return EmbeddedStore.folderOf(storage).toString();
        }
    }

    /** A database for each tenant, which other Runtimes may use too. */
    record InMongoDb(Map<TenantId, MongoEventStore> databases) implements ConfiguredStore {
        private static final int MOST_PLACES = 5;

        @Override
        public StorageEngine open() {
            try {
                return MongoEngine.open(MongoSettings.of(databases));
            } catch (MongoCannotBeOpened refused) {
                throw new CannotStart(String.valueOf(refused.getMessage()), refused);
            }
        }

        @Override
        public String place() {
            String named = databases.values().stream()
                    .limit(MOST_PLACES)
                    .map(MongoEventStore::place)
                    .collect(Collectors.joining(", "));
            int unnamed = databases.size() - MOST_PLACES;
            return named + (unnamed > 0 ? " and " + unnamed + " more" : "");
        }
    }
}
