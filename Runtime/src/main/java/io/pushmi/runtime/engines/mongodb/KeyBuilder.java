package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives documents the key texts that they were written without. Nothing waits for it: until a document has them it is a
 * candidate for every key of those kinds.
 */
final class KeyBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(KeyBuilder.class);
    private static final int PORTION = 20;

    private final LogCollection collection;
    private final LogReader reader;
    private final Set<KeyKind> kinds;
    private final BooleanSupplier isWanted;

    /** @param isWanted asked before each portion */
    KeyBuilder(LogCollection collection, LogReader reader, Set<KeyKind> kinds, BooleanSupplier isWanted) {
        this.collection = collection;
        this.reader = reader;
        this.kinds = kinds;
        this.isWanted = isWanted;
    }

    /** Goes through the log once; what it could not do then, another opening of the log does. */
    CompletionStage<Void> build() {
        List<String> lacking = kinds.stream().map(KeyTexts::without).toList();
        if (lacking.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return buildFrom(SequenceNumber.FIRST, lacking).exceptionally(failure -> {
            LOG.warn(
                    "The keys of log {} are not complete, so that reads by them look at more",
                    collection.log(),
                    failure);
            return null;
        });
    }

    private CompletionStage<Void> buildFrom(SequenceNumber position, List<String> lacking) {
        if (!isWanted.getAsBoolean()) {
            return CompletableFuture.completedFuture(null);
        }
        return collection.find(collection.withKeys(lacking, position, PORTION)).thenCompose(reply -> {
            if (reply.documents().isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return complete(reply.documents()).thenCompose(next -> buildFrom(next, lacking));
        });
    }

    /** @return where the last of the documents ends */
    private CompletionStage<SequenceNumber> complete(List<RawBsonDocument> documents) {
        List<UpdateStatement> statements = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        for (RawBsonDocument document : documents) {
            Commit commit = reader.commit(document).commit();
            next = commit.next();
            RawBsonDocument keys = CommitDocuments.keys(commit, kinds);
            if (document.getByteLength() + keys.getByteLength() <= CommitDocuments.LARGEST) {
                BsonDocument same = new BsonDocument(
                                CommitDocuments.FIRST,
                                new BsonInt64(commit.first().value()))
                        .append(
                                CommitDocuments.TOKEN,
                                new BsonString(commit.id().text()));
                statements.add(new UpdateStatement(same, new BsonDocument("$set", keys), false));
            }
        }
        SequenceNumber end = next;
        return statements.isEmpty()
                ? CompletableFuture.completedFuture(end)
                : collection.commands().update(collection.name(), statements).thenApply(reply -> end);
    }
}
