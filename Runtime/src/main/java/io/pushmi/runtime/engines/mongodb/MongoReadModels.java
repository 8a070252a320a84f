package io.pushmi.runtime.engines.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.ReadModelDatabases;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tenants' databases for read models in MongoDB. Connects to one when something is copied there for the first time. */
public final class MongoReadModels implements ReadModelDatabases, AutoCloseable {
    private static final int SECONDS_FOR_A_SERVER = 5;
    private static final int SECONDS_FOR_AN_ANSWER = 30;

    /** For one call with all its commands, whatever the driver makes of their answers. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Map<TenantId, String> addresses;
    private final Map<TenantId, MongoClient> clients = new ConcurrentHashMap<>();
    private boolean isClosed;

    private MongoReadModels(Map<TenantId, String> addresses) {
        this.addresses = Map.copyOf(addresses);
    }

    /**
     * Connects nowhere yet.
     *
     * @param connectionStrings of the tenants that have such a database, each naming it
     */
    public static MongoReadModels at(Map<TenantId, String> connectionStrings) {
        return new MongoReadModels(connectionStrings);
    }

    @Override
    public boolean has(TenantId tenant) {
        return addresses.containsKey(tenant);
    }

    @Override
    public CompletionStage<Void> begin(CopyCollection collection, CopyEdition edition) {
        return in(collection, database -> new CopyWriter(database, collection.name(), edition).begin())
                .then()
                .toFuture();
    }

    @Override
    public CompletionStage<List<String>> change(
            CopyCollection collection, CopyEdition edition, List<CopyChange> changes) {
        return in(collection, database -> new CopyWriter(database, collection.name(), edition).change(changes))
                .toFuture();
    }

    /** A connection string may make the driver ask for names, so that not even reading it is for everybody's thread. */
    private <T> Mono<T> in(CopyCollection collection, Function<MongoDatabase, Mono<T>> work) {
        return Mono.fromSupplier(() -> database(collection.tenant()))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(work)
                .timeout(LONGEST)
                .onErrorMap(
                        MongoReadModels::isOfTheDatabase,
                        failure -> new StorageUnavailable(
                                collection + " in resources.readModels cannot be reached or does not answer: "
                                        + CopyFailure.describe(failure),
                                null));
    }

    /** Also what is wrong with the settings, which may be put right; what is wrong with us is not hidden. */
    private static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof MongoException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || failure instanceof TimeoutException;
    }

    private MongoDatabase database(TenantId tenant) {
        String address = Objects.requireNonNull(addresses.get(tenant), "the tenant has no such database");
        ConnectionString connection = new ConnectionString(address);
        return client(tenant, connection).getDatabase(Objects.requireNonNull(connection.getDatabase()));
    }

    private synchronized MongoClient client(TenantId tenant, ConnectionString connection) {
        if (isClosed) {
            throw new IllegalStateException("the Runtime is stopping");
        }
        return clients.computeIfAbsent(tenant, first -> MongoClients.create(settings(connection)));
    }

    private static MongoClientSettings settings(ConnectionString connection) {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applicationName("pushmi").applyConnectionString(connection);
        if (connection.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(SECONDS_FOR_A_SERVER, TimeUnit.SECONDS));
        }
        if (connection.getSocketTimeout() == null && connection.getTimeout() == null) {
            settings.applyToSocketSettings(socket -> socket.readTimeout(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS));
        }
        return settings.build();
    }

    /** Nothing is copied afterwards. To close again does nothing. */
    @Override
    public synchronized void close() {
        isClosed = true;
        clients.values().forEach(MongoClient::close);
        clients.clear();
    }
}
