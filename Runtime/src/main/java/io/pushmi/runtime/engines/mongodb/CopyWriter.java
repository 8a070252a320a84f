package io.pushmi.runtime.engines.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyEdition;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes copies of one edition into a collection.
 *
 * <p><b>Implementer's note.</b> A document is replaced where it is not newer, and inserted where there is none. Where it is
 * newer both fail, the latter because there is one document of a key: a duplicate key says that there is nothing to do.
 */
final class CopyWriter {
    private static final int DUPLICATE_KEY = 11000;
    private static final int CHANGED_ID = 66;
    private static final String MAKER = CopyChange.MARK + "." + CopyBson.MAKER;
    private static final String EDITION = CopyChange.MARK + "." + CopyBson.EDITION;
    private static final String THROUGH = CopyChange.MARK + "." + CopyBson.THROUGH;

    private final MongoCollection<BsonDocument> documents;
    private final CopyEdition edition;

    CopyWriter(MongoCollection<BsonDocument> documents, CopyEdition edition) {
        this.documents = documents;
        this.edition = edition;
    }

    /** Former documents go first: they need not have keys of which each is there once. */
    Mono<String> begin() {
        BsonDocument ours = new BsonDocument(MAKER, new BsonString(edition.maker()))
                .append(EDITION, new BsonDocument("$gte", new BsonInt64(edition.number())));
        BsonDocument byKey = new BsonDocument(CopyChange.KEY, new BsonInt32(1));
        return Mono.from(documents.deleteMany(except(ours)))
                .then(Mono.from(documents.createIndex(byKey, new IndexOptions().unique(true))));
    }

    /** Removals go first: what is put may have the identity of what is removed. */
    Mono<List<String>> change(List<CopyChange> changes) {
        List<WriteModel<BsonDocument>> removals = changes.stream()
                .filter(CopyChange.Remove.class::isInstance)
                .<WriteModel<BsonDocument>>map(removed -> new DeleteOneModel<>(notNewer(removed)))
                .toList();
        List<CopyChange.Put> puts = changes.stream()
                .filter(CopyChange.Put.class::isInstance)
                .map(CopyChange.Put.class::cast)
                .toList();
        return write(removals).then(put(puts));
    }

    private Mono<Void> write(List<WriteModel<BsonDocument>> models) {
        return models.isEmpty()
                ? Mono.empty()
                : Mono.from(documents.bulkWrite(models, new BulkWriteOptions().ordered(false)))
                        .then();
    }

    private Mono<List<String>> put(List<CopyChange.Put> puts) {
        List<WriteModel<BsonDocument>> models = puts.stream()
                .<WriteModel<BsonDocument>>map(put -> new ReplaceOneModel<>(
                        notNewer(put), CopyBson.document(put, edition), new ReplaceOptions().upsert(true)))
                .toList();
        return write(models)
                .thenReturn(List.<String>of())
                .onErrorResume(
                        MongoBulkWriteException.class,
                        refused -> refused.getWriteConcernError() == null
                                ? Flux.fromIterable(refused.getWriteErrors())
                                        .concatMap(error -> again(puts.get(error.getIndex()), error))
                                        .collectList()
                                : Mono.error(refused));
    }

    /** A document whose identity has changed is made anew; nothing else is different the second time. */
    private Mono<String> again(CopyChange.Put put, BulkWriteError error) {
        Mono<?> before = error.getCode() == CHANGED_ID ? Mono.from(documents.deleteOne(notNewer(put))) : Mono.empty();
        return before.then(Mono.from(documents.replaceOne(
                        notNewer(put), CopyBson.document(put, edition), new ReplaceOptions().upsert(true))))
                .then(Mono.<String>empty())
                .onErrorResume(
                        MongoWriteException.class,
                        refused -> refused.getError().getCode() == DUPLICATE_KEY
                                ? objectionTo(put)
                                : Mono.just(refusal(
                                        put,
                                        "the server answers with "
                                                + refused.getError().getCode())));
    }

    /** Nothing if there is a newer document of its key. */
    private Mono<String> objectionTo(CopyChange.Put put) {
        BsonDocument ofKey = new BsonDocument(CopyChange.KEY, new BsonString(put.key()));
        return Mono.from(documents.find(ofKey).first())
                .<String>flatMap(newer -> Mono.just(""))
                .defaultIfEmpty(refusal(put, "another document has its " + CopyBson.ID))
                .filter(objection -> !objection.isEmpty());
    }

    private static String refusal(CopyChange.Put put, String reason) {
        return "the read model with key " + put.key() + " is not taken, since " + reason;
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
