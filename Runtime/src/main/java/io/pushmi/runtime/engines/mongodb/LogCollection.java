package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** The collection of one log: the questions that are asked of it, and what this engine knows of its commits. */
final class LogCollection {
    private static final BsonDocument FORWARD = new BsonDocument(CommitDocuments.FIRST, new BsonInt32(1));
    private static final BsonDocument BACKWARD = new BsonDocument(CommitDocuments.FIRST, new BsonInt32(-1));

    private final LogId log;
    private final MongoCommands commands;
    private final String name;
    private final Chain chain;
    private final DocumentSizes sizes = new DocumentSizes();

    LogCollection(LogId log, MongoCommands commands) {
        this.log = log;
        this.commands = commands;
        this.name = CollectionNames.of(log.name());
        this.chain = new Chain(log);
    }

    LogId log() {
        return log;
    }

    MongoCommands commands() {
        return commands;
    }

    String name() {
        return name;
    }

    Chain chain() {
        return chain;
    }

    DocumentSizes sizes() {
        return sizes;
    }

    /** Documents from the position on. By {@code _id}. */
    Find from(SequenceNumber position, int limit) {
        return Find.of(name, at("$gte", position), FORWARD, limit);
    }

    /** Documents before the position, the last one first. By {@code _id}. */
    Find before(SequenceNumber position, int limit) {
        return Find.of(name, at("$lt", position), BACKWARD, limit);
    }

    /** The document at the position or the nearest before it, and those before that. By {@code _id}. */
    Find containing(SequenceNumber position, int limit) {
        return Find.of(name, at("$lte", position), BACKWARD, limit);
    }

    Find last(int limit) {
        return Find.of(name, new BsonDocument(), BACKWARD, limit);
    }

    /** Documents with any of the key texts from the position on. By {@code keys, _id}. */
    Find withKeys(Collection<String> texts, SequenceNumber position, int limit) {
        return Find.of(name, at("$gte", position).append(CommitDocuments.KEYS, in(texts)), FORWARD, limit);
    }

    /** The same before the position, the last one first. By {@code keys, _id}. */
    Find withKeysBefore(Collection<String> texts, SequenceNumber position, int limit) {
        return Find.of(name, at("$lt", position).append(CommitDocuments.KEYS, in(texts)), BACKWARD, limit);
    }

    /** What is found, without what a damage keeps from being read. */
    CompletionStage<FindReply> find(Find find) {
        Chain.Damage damage = chain.damage();
        Find readable = damage == null ? find : find.and(at("$lt", damage.from()));
        return commands.find(readable)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
    }

    <T> T parse(RawBsonDocument document, Function<RawBsonDocument, T> parser) {
        try {
            return parser.apply(document);
        } catch (UnreadableDocument unreadable) {
            throw new StorageDamaged(
                    "log " + log + ", collection " + name + ", document " + document.get(CommitDocuments.FIRST) + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    List<CommitBounds> bounds(FindReply reply) {
        return reply.documents().stream()
                .map(document -> parse(document, CommitParser::bounds))
                .toList();
    }

    RuntimeException unavailable(Throwable failure) {
        CommandFailure reason = CommandFailure.of(failure);
        return new StorageUnavailable("log " + log + " cannot be reached: " + reason.getMessage(), reason);
    }

    static BsonDocument at(String operator, SequenceNumber position) {
        return new BsonDocument(CommitDocuments.FIRST, new BsonDocument(operator, new BsonInt64(position.value())));
    }

    private static BsonDocument in(Collection<String> texts) {
        BsonArray array = new BsonArray();
        texts.forEach(text -> array.add(new BsonString(text)));
        return new BsonDocument("$in", array);
    }
}
