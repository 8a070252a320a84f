package io.pushmi.runtime.engines.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.MongoServers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import reactor.core.publisher.Mono;

/** Logs in a database of their own, and every command that the server got for it. */
final class RecordedLogs implements AutoCloseable {
    private final List<BsonDocument> started = new CopyOnWriteArrayList<>();
    private final String name = MongoServers.freshDatabase();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MongoClient client;
    private final MongoCommands commands;
    private final MongoLogs logs;

    RecordedLogs() {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(MongoServers.connectionString()))
                .retryReads(false)
                .retryWrites(false)
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getDatabaseName().equals(name)) {
                            started.add(BsonDocument.parse(event.getCommand().toJson()));
                        }
                    }
                })
                .build());
        commands = new DriverCommands(client.getDatabase(name), Duration.ofSeconds(10));
        logs = new MongoLogs(tenant -> commands, EnumSet.allOf(KeyKind.class), timer);
    }

    MongoLogs logs() {
        return logs;
    }

    /** The commands of this name on this collection, in order. */
    List<BsonDocument> started(String command, String collection) {
        return started.stream()
                .filter(one -> one.getFirstKey().equals(command)
                        && one.getString(command).getValue().equals(collection))
                .toList();
    }

    /** Puts a document there that no engine would. */
    void plant(String collection, BsonDocument document) {
        InsertReply reply = Answers.of(
                commands.insert(collection, List.of(new RawBsonDocument(document, new BsonDocumentCodec()))));
        if (reply.inserted() != 1) {
            throw new AssertionError("planted nothing: " + reply);
        }
    }

    BsonDocument documentAt(String collection, BsonDocument filter) {
        return Answers.of(commands.find(Find.one(collection, filter)))
                .documents()
                .get(0);
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = logs.close().toCompletableFuture();
        closed.join();
        timer.shutdownNow();
        Mono.from(client.getDatabase(name).drop()).block();
        client.close();
    }
}
