package io.pushmi.runtime.engines.mongodb;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.storage.MongoServers;
import java.util.List;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A database of the specifications' server as a person with a shell has it. Goes when it is closed. */
final class RawDatabase implements AutoCloseable {
    private final String name = MongoServers.freshDatabase();
    private final MongoClient client = MongoClients.create(MongoServers.connectionString());

    String name() {
        return name;
    }

    /** For the configuration of a tenant. */
    MongoEventStore store() {
        return new MongoEventStore(MongoServers.connectionString(), name, OptionalInt.empty());
    }

    void insert(String collection, String json) {
        Mono.from(client.getDatabase(name)
                        .getCollection(collection, BsonDocument.class)
                        .insertOne(BsonDocument.parse(json)))
                .block();
    }

    void update(String collection, String filter, String change) {
        Mono.from(client.getDatabase(name)
                        .getCollection(collection, BsonDocument.class)
                        .updateMany(BsonDocument.parse(filter), BsonDocument.parse(change)))
                .block();
    }

    List<BsonDocument> documents(String collection) {
        return Flux.from(client.getDatabase(name)
                        .getCollection(collection, BsonDocument.class)
                        .find())
                .collectList()
                .blockOptional()
                .orElse(List.of());
    }

    List<String> collections() {
        return Flux.from(client.getDatabase(name).listCollectionNames())
                .collectList()
                .blockOptional()
                .orElse(List.of());
    }

    @Override
    public void close() {
        Mono.from(client.getDatabase(name).drop()).block();
        client.close();
    }
}
