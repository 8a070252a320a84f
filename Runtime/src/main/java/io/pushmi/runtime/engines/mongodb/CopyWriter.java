package io.pushmi.runtime.engines.mongodb;

import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyEdition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes copies of one edition into a collection.
 *
 * <p><b>Implementer's note.</b> A document is replaced where it is not newer, and inserted where there is none. Where it is
 * newer both fail, the latter because there is one document of a key: a duplicate key says that there is nothing to do.
 * Commands are sent as they are: of a reply that the driver finds incomplete, its own operations never come to an end.
 */
final class CopyWriter {
    private static final int DUPLICATE_KEY = 11000;
    private static final int CHANGED_ID = 66;

    /** What servers have against a document; all other codes are about the server, and may pass. */
    private static final Set<Integer> AGAINST_A_DOCUMENT = Set.of(2, 16, 22, 52, 53, 56, 57, 121, 10334, 17280);

    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final String MAKER = CopyChange.MARK + "." + CopyBson.MAKER;
    private static final String EDITION = CopyChange.MARK + "." + CopyBson.EDITION;
    private static final String THROUGH = CopyChange.MARK + "." + CopyBson.THROUGH;

    private final MongoDatabase database;
    private final String collection;
    private final CopyEdition edition;

    CopyWriter(MongoDatabase database, String collection, CopyEdition edition) {
        this.database = database;
        this.collection = collection;
        this.edition = edition;
    }

    /** Which statement of a command was refused, and why. */
    private record Refused(int index, int code) {}

    /** Former documents go first: they need not have keys of which each is there once. */
    Mono<BsonDocument> begin() {
        BsonDocument ours = new BsonDocument(MAKER, new BsonString(edition.maker()))
                .append(EDITION, new BsonDocument("$gte", new BsonInt64(edition.number())));
        BsonDocument former = new BsonDocument("q", except(ours)).append("limit", new BsonInt32(0));
        BsonDocument byKey = new BsonDocument("key", new BsonDocument(CopyChange.KEY, new BsonInt32(1)))
                .append("name", new BsonString(CopyChange.KEY))
                .append("unique", BsonBoolean.TRUE);
        return delete(List.of(former))
                .then(run(new BsonDocument("createIndexes", new BsonString(collection))
                        .append("indexes", new BsonArray(List.of(byKey)))));
    }

    /** Removals go first: what is put may have the identity of what is removed. */
    Mono<List<String>> change(List<CopyChange> changes) {
        List<CopyChange> removals =
                changes.stream().filter(CopyChange.Remove.class::isInstance).toList();
        List<CopyChange.Put> puts = changes.stream()
                .filter(CopyChange.Put.class::isInstance)
                .map(CopyChange.Put.class::cast)
                .toList();
        return remove(removals).then(put(puts));
    }

    /** Each is put alone from the first that was refused on: there are servers that stop there although asked to go on. */
    private Mono<List<String>> put(List<CopyChange.Put> puts) {
        return send("update", "updates", puts.stream().map(this::update).toList())
                .collectMap(Refused::index, Refused::code)
                .flatMapMany(refused -> Flux.range(0, puts.size())
                        .skip(refused.keySet().stream().min(Integer::compare).orElse(puts.size()))
                        .concatMap(i -> again(puts.get(i), refused.getOrDefault(i, 0))))
                .collectList();
    }

    private Mono<Void> remove(List<? extends CopyChange> changes) {
        return delete(changes.stream()
                .map(change -> new BsonDocument("q", notNewer(change)).append("limit", new BsonInt32(1)))
                .toList());
    }

    private Mono<Void> delete(List<BsonDocument> statements) {
        return send("delete", "deletes", statements)
                .flatMap(refused -> Mono.<Void>error(new WriteRefused(refused.code())))
                .then();
    }

    private BsonDocument update(CopyChange.Put put) {
        return new BsonDocument("q", notNewer(put))
                .append("u", CopyBson.document(put, edition))
                .append("upsert", BsonBoolean.TRUE);
    }

    /** A document whose identity has changed is made anew; nothing else is different the second time. */
    private Mono<String> again(CopyChange.Put put, int code) {
        return (code == CHANGED_ID ? remove(List.of(put)) : Mono.<Void>empty())
                .thenMany(send("update", "updates", List.of(update(put))))
                .next()
                .flatMap(refused -> objectionTo(put, refused.code()));
    }

    private Mono<String> objectionTo(CopyChange.Put put, int code) {
        if (code == DUPLICATE_KEY) {
            return objectionTo(put);
        }
        return AGAINST_A_DOCUMENT.contains(code)
                ? Mono.just(refusal(put, "the server answers with " + code))
                : Mono.error(new WriteRefused(code));
    }

    /** Nothing if there is a newer document of its key. */
    private Mono<String> objectionTo(CopyChange.Put put) {
        BsonDocument ofKey = new BsonDocument(CopyChange.KEY, new BsonString(put.key()));
        return Mono.from(database.getCollection(collection, BsonDocument.class)
                        .find(ofKey)
                        .first())
                .hasElement()
                .filter(isNewer -> !isNewer)
                .map(alone -> refusal(put, "another document has its " + CopyBson.ID));
    }

    private static String refusal(CopyChange.Put put, String reason) {
        return "the read model with key " + put.key() + " is not taken, since " + reason;
    }

    /** Sends the statements in commands that are not too large; gives those that were refused. */
    private Flux<Refused> send(String command, String field, List<BsonDocument> statements) {
        List<Mono<List<Refused>>> commands = new ArrayList<>();
        List<RawBsonDocument> some = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < statements.size(); i++) {
            RawBsonDocument next = new RawBsonDocument(statements.get(i), new BsonDocumentCodec());
            int size = next.getByteBuffer().remaining();
            if (bytes > 0 && bytes + size > MOST_BYTES) {
                commands.add(send(command, field, List.copyOf(some), i - some.size()));
                some.clear();
                bytes = 0;
            }
            some.add(next);
            bytes += size;
        }
        if (!some.isEmpty()) {
            commands.add(send(command, field, List.copyOf(some), statements.size() - some.size()));
        }
        return Flux.concat(commands).concatMapIterable(refused -> refused);
    }

    private Mono<List<Refused>> send(String command, String field, List<RawBsonDocument> statements, int first) {
        return run(new BsonDocument(command, new BsonString(collection))
                        .append(field, new BsonArray(statements))
                        .append("ordered", BsonBoolean.FALSE)
                        .append("writeConcern", WriteConcern.MAJORITY.asDocument()))
                .map(reply -> refused(reply, first));
    }

    private Mono<BsonDocument> run(BsonDocument command) {
        return Mono.defer(() -> Mono.from(database.runCommand(command, BsonDocument.class)));
    }

    private static List<Refused> refused(BsonDocument reply, int first) {
        if (reply.containsKey("writeConcernError")) {
            throw new WriteRefused(
                    reply.getDocument("writeConcernError").getNumber("code").intValue());
        }
        List<Refused> refused = new ArrayList<>();
        for (BsonValue error : reply.getArray("writeErrors", new BsonArray())) {
            BsonDocument one = error.asDocument();
            refused.add(new Refused(
                    first + one.getNumber("index").intValue(),
                    one.getNumber("code").intValue()));
        }
        return refused;
    }

    /** The document of the same key, unless what it has come to is later. */
    private BsonDocument notNewer(CopyChange change) {
        BsonDocument later = new BsonDocument(EDITION, greater(edition.number()));
        BsonDocument further =
                new BsonDocument(EDITION, new BsonInt64(edition.number())).append(THROUGH, greater(change.through()));
        BsonDocument newer = new BsonDocument(MAKER, new BsonString(edition.maker()))
                .append("$or", new BsonArray(List.of(later, further)));
        return except(newer).append(CopyChange.KEY, new BsonString(change.key()));
    }

    private static BsonValue greater(long than) {
        return new BsonDocument("$gt", new BsonInt64(than));
    }

    private static BsonDocument except(BsonDocument those) {
        return new BsonDocument("$nor", new BsonArray(List.of(those)));
    }
}
