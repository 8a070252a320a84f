package io.pushmi.runtime.engines.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A database that is read and never written to: from the primary, and where there is a replica set only what a majority of
 * it has. Blocks; fails with {@link CannotBeMoved} when the server does not answer.
 */
final class DolittleSource implements AutoCloseable {
    private static final int SELECTION_SECONDS = 15;
    private static final int ANSWER_SECONDS = 120;
    private static final int AT_A_TIME = 100;
    /** By its old name, which old servers know too. */
    private static final BsonDocument HELLO = new BsonDocument("isMaster", new BsonInt32(1));

    private static final BsonDocument ASCENDING = new BsonDocument("_id", new BsonInt32(1));
    private static final BsonDocument DESCENDING = new BsonDocument("_id", new BsonInt32(-1));

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final String description;
    private final MongoClient client;
    private final MongoDatabase database;

    private DolittleSource(String description, MongoClient client, MongoDatabase database) {
        this.description = description;
        this.client = client;
        this.database = database;
    }

    static DolittleSource connect(String connectionString, String name) {
        ConnectionString address = parse(connectionString);
        String description = "database '" + name + "' at " + String.join(",", address.getHosts());
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(address)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                .build());
        DolittleSource source = new DolittleSource(description, client, client.getDatabase(name));
        try {
            return source.asSureAsPossible();
        } catch (CannotBeMoved unreachable) {
            client.close();
            throw unreachable;
        }
    }

    private static ConnectionString parse(String connectionString) {
        try {
            return new ConnectionString(connectionString);
        } catch (IllegalArgumentException | MongoException wrong) {
            // What is wrong may be in the password: neither it nor the driver's words are repeated.
            throw new CannotBeMoved("the connection string cannot be read; expected mongodb://<host>:<port>/ or"
                    + " mongodb+srv://<host>/, with special characters of user and password percent-encoded");
        }
    }

    private DolittleSource asSureAsPossible() {
        BsonDocument hello = Objects.requireNonNull(one(() -> database.runCommand(HELLO, BsonDocument.class)));
        boolean hasMajorities = hello.containsKey("setName") || hello.containsKey("msg");
        return hasMajorities
                ? new DolittleSource(description, client, database.withReadConcern(ReadConcern.MAJORITY))
                : this;
    }

    String description() {
        return description;
    }

    List<String> collections() {
        return all(() -> database.listCollectionNames());
    }

    /** Documents in the order of their ids, until there is no more room or so many are there. */
    List<BsonDocument> page(String collection, BsonDocument filter, int documents, Room room) {
        return all(() -> Flux.from(database.getCollection(collection, RawBsonDocument.class)
                        .find(filter)
                        .sort(ASCENDING)
                        .limit(documents)
                        .batchSize(AT_A_TIME))
                .takeUntil(document -> room.isFullWith(document.getByteBuffer().remaining()))
                .map(document -> document.decode(CODEC)));
    }

    @Nullable
    BsonDocument first(String collection, BsonDocument filter) {
        return one(() -> database.getCollection(collection, BsonDocument.class)
                .find(filter)
                .sort(ASCENDING)
                .limit(1)
                .first());
    }

    @Nullable
    BsonDocument last(String collection, BsonDocument filter) {
        return one(() -> database.getCollection(collection, BsonDocument.class)
                .find(filter)
                .sort(DESCENDING)
                .limit(1)
                .first());
    }

    long count(String collection, BsonDocument filter) {
        return Objects.requireNonNull(
                one(() -> database.getCollection(collection, BsonDocument.class).countDocuments(filter)));
    }

    /** Tells of every document of a collection, some at a time, in the order of their ids. */
    void each(String collection, Consumer<BsonDocument> consumer) {
        List<BsonDocument> page = page(collection, new BsonDocument(), AT_A_TIME, new Room());
        while (!page.isEmpty()) {
            page.forEach(consumer);
            BsonValue last = page.get(page.size() - 1).get("_id");
            BsonDocument behind = new BsonDocument("_id", new BsonDocument("$gt", last));
            page = page(collection, behind, AT_A_TIME, new Room());
        }
    }

    /** How much of a page is used up. */
    static final class Room {
        private static final long BYTES = 8L * 1024 * 1024;

        private long used;

        boolean isFull() {
            return used >= BYTES;
        }

        private boolean isFullWith(long more) {
            used += more;
            return isFull();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> List<T> all(Supplier<Publisher<T>> question) {
        return Objects.requireNonNull(
                answering(() -> Flux.defer(question).collectList().block()));
    }

    private <T> @Nullable T one(Supplier<Publisher<T>> question) {
        return answering(() -> Mono.from(question.get()).block());
    }

    private <T> @Nullable T answering(Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (MongoSecurityException refused) {
            throw new CannotBeMoved(description + " lets this user not in; expected one that may read it");
        } catch (MongoException unanswered) {
            throw new CannotBeMoved(description + " does not answer: " + unanswered.getMessage(), unanswered);
        }
    }
}
