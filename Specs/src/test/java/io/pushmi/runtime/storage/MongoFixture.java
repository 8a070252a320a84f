package io.pushmi.runtime.storage;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.engines.mongodb.MongoEngine;
import io.pushmi.runtime.engines.mongodb.MongoSettings;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Engines, one after the other, on databases of their own: one for each tenant that a specification comes up with. */
public final class MongoFixture implements EngineFixture {
    private final Map<TenantId, String> databases = new ConcurrentHashMap<>();
    private @Nullable TenantEngines engine;
    private long syncsOfClosed;

    @Override
    public StorageEngine open() {
        return reopen(EnumSet.allOf(KeyKind.class));
    }

    @Override
    public StorageEngine reopen(Set<KeyKind> kinds) {
        closeEngine();
        TenantEngines opened = new TenantEngines(tenant ->
                MongoEngine.open(MongoSettings.of(Map.of(tenant, store(tenant))).withIndexes(kinds)));
        databases.keySet().forEach(opened::of);
        engine = opened;
        return opened;
    }

    /** Where a tenant's events are. */
    public MongoEventStore store(TenantId tenant) {
        String database = databases.computeIfAbsent(tenant, first -> MongoServers.freshDatabase());
        return new MongoEventStore(MongoServers.connectionString(), database, OptionalInt.empty());
    }

    @Override
    public long syncs() {
        return syncsOfClosed + (engine == null ? 0 : engine.syncs());
    }

    @Override
    public void close() {
        closeEngine();
        try (MongoClient client = MongoClients.create(new ConnectionString(MongoServers.connectionString()))) {
            databases
                    .values()
                    .forEach(database ->
                            Mono.from(client.getDatabase(database).drop()).block());
        }
    }

    private void closeEngine() {
        if (engine != null) {
            syncsOfClosed += engine.syncs();
            engine.close();
            engine = null;
        }
    }
}
