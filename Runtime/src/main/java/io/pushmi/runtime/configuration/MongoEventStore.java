package io.pushmi.runtime.configuration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The MongoDB that keeps a tenant's events.
 *
 * @param connectionString the connection string as configured, or made of the configured servers; credentials included
 * @param database the database in which the events are, whatever the connection string names
 * @param maxConnectionPoolSize the size of the pool, 1 or more, over what the connection string says
 */
public record MongoEventStore(String connectionString, String database, OptionalInt maxConnectionPoolSize) {
    /** Nothing if there is no event store configured, or if what is configured is wrong. */
    static Optional<MongoEventStore> read(Section eventStore) {
        if (!eventStore.isStated()) {
            return Optional.empty();
        }
        List<String> servers = eventStore.list("servers", Expected.SERVER_ADDRESS);
        Optional<MongoAddress> address = servers.isEmpty()
                ? eventStore.require("connectionString", MongoAddress.CONNECTION_STRING)
                : Optional.of(
                        eventStore.get("connectionString", MongoAddress.CONNECTION_STRING, MongoAddress.of(servers)));
        OptionalInt poolSize = eventStore.find("maxConnectionPoolSize", Expected.COUNT).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
        Optional<String> named = address.flatMap(MongoAddress::database);
        Optional<String> database = named.isPresent()
                ? eventStore.find("database", Expected.DATABASE_NAME).or(() -> named)
                : eventStore.require("database", Expected.DATABASE_NAME);
        return address.flatMap(found -> database.map(name -> new MongoEventStore(found.text(), name, poolSize)));
    }

    /** The servers and the database, without credentials and options. */
    public String place() {
        String address = connectionString;
        int scheme = address.indexOf("://") + 3;
        // The last one: a password that was not encoded may have others in it.
        String servers = address.substring(Math.max(scheme, address.lastIndexOf('@') + 1));
        return address.substring(0, scheme) + servers.split("[/?]", 2)[0] + "/" + database;
    }

    @Override
    public String toString() {
        return "MongoEventStore[connectionString=" + Shown.address(connectionString) + ", database=" + database
                + ", maxConnectionPoolSize=" + maxConnectionPoolSize + "]";
    }
}
