package io.pushmi.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * The driver and nothing around it: documents that a Runtime wrote, under new numbers, into a collection with the same
 * indexes, majority-written and journaled. One ordered insert at a time has as many documents as there are callers, which
 * is the most that callers who wait for their answers can put into one.
 */
final class BareInserts {
    private static final int DIFFERENT_DOCUMENTS = 500;

    private final MongoCollection<BsonDocument> collection;
    private final List<BsonDocument> documents;
    private long next;

    /** Takes over documents and indexes of a collection, which has some. */
    BareInserts(MongoCollection<BsonDocument> written, MongoDatabase database) {
        documents = MongoServer.all(written.find().sort(new Document("_id", 1)).limit(DIFFERENT_DOCUMENTS));
        MongoServer.call(database.getCollection("bare", BsonDocument.class)
                .insertOne(documents.get(0).clone().append("_id", new BsonInt64(-1))));
        collection = database.getCollection("bare", BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        for (Document index : MongoServer.all(written.listIndexes())) {
            Document keys = index.get("key", Document.class);
            if (keys.size() > 1 || !keys.containsKey("_id")) {
                MongoServer.call(collection.createIndex(keys));
            }
        }
    }

    /** Inserts batches of so many until the time is over; every document counts as a call. */
    Timing run(int batch, Limit limit) throws InterruptedException {
        Tally tally = new Tally(1, limit);
        try {
            while (tally.begins()) {
                List<BsonDocument> some = take(batch);
                long since = System.nanoTime();
                MongoServer.call(collection.insertMany(some, new InsertManyOptions().ordered(true)));
                for (int i = 0; i < batch; i++) {
                    tally.answered(since);
                }
            }
        } catch (RuntimeException failure) {
            tally.failed(failure);
        }
        tally.left();
        return tally.await();
    }

    private List<BsonDocument> take(int batch) {
        List<BsonDocument> some = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            BsonDocument template = documents.get((int) (next % documents.size()));
            BsonDocument document = new BsonDocument(template.size());
            for (var field : template.entrySet()) {
                document.append(field.getKey(), renumbered(field.getKey(), field.getValue()));
            }
            some.add(document);
            next++;
        }
        return some;
    }

    private BsonValue renumbered(String name, BsonValue value) {
        return switch (name) {
            case "_id" -> new BsonInt64(next);
            case "token" -> new BsonString(String.format("%032x", next));
            case "previous" -> new BsonString(String.format("%032x", next - 1));
            default -> value;
        };
    }
}
