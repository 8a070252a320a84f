package io.pushmi.runtime.engines.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.CommandListener;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.configuration.MongoEventStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The driver's clients, one for each connection string and size of a pool. Not safe while one is being opened. */
final class Clients implements AutoCloseable {
    private final Map<Address, MongoClient> clients = new LinkedHashMap<>();
    private final CommandListener listener;
    private final Duration patience;

    /** What makes two tenants share a client. */
    private record Address(String connectionString, OptionalInt poolSize) {}

    /**
     * @param listener sees every command
     * @param patience how long a command may take; looking for a server or a connection gets half of it
     */
    Clients(CommandListener listener, Duration patience) {
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * The database, of which nothing is asked yet.
     *
     * @throws IllegalArgumentException or {@link com.mongodb.MongoException} if the connection string is wrong
     */
    MongoDatabase database(MongoEventStore store) {
        Address address = new Address(store.connectionString(), store.maxConnectionPoolSize());
        return clients.computeIfAbsent(address, this::open).getDatabase(store.database());
    }

    /** Why nothing can be written through one of the clients, as far as the driver knows at this moment. */
    Optional<String> unavailableBecause() {
        return clients.values().stream()
                .map(MongoClient::getClusterDescription)
                .filter(cluster -> !cluster.hasWritableServer())
                .findFirst()
                .map(Clients::reason);
    }

    @Override
    public void close() {
        clients.values().forEach(MongoClient::close);
    }

    /** What the rules of the log need is not left to a connection string. */
    private MongoClient open(Address address) {
        long search = patience.toMillis() / 2;
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address.connectionString()))
                .applicationName("pushmi")
                .retryWrites(false)
                .retryReads(false)
                .readPreference(ReadPreference.primary())
                .readConcern(ReadConcern.MAJORITY)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(search, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(search, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> {
                    pool.maxWaitTime(search, TimeUnit.MILLISECONDS);
                    address.poolSize().ifPresent(pool::maxSize);
                })
                .addCommandListener(listener)
                .build());
    }

    private static String reason(ClusterDescription cluster) {
        String servers = cluster.getServerDescriptions().stream()
                .map(server -> server.getAddress().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        String trouble = cluster.getServerDescriptions().stream()
                .map(ServerDescription::getException)
                .filter(Objects::nonNull)
                .findFirst()
                .map(cause -> ": " + cause.getMessage())
                .orElse("");
        return Confidential.oneLine(
                "no MongoDB server takes writes" + (servers.isEmpty() ? "" : " of " + servers) + trouble);
    }
}
