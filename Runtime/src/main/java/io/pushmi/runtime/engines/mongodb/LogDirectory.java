package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.LogName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** What the database knows of its logs: a document for each, entered before its first commit. */
final class LogDirectory {
    /** Also has the document that says that the database is a store of this engine. */
    static final String COLLECTION = "pushmi";

    private static final String ID = "_id";
    private static final String NAME = "name";
    private static final int PAGE = 1_000;
    private static final BsonDocument BY_ID = new BsonDocument(ID, new BsonInt32(1));

    /** Right after every name that begins as the collections of logs do. */
    private static final String AFTER_LOGS = "log.";

    /**
     * Serves every read by key, forwards and backwards, the look for the last commit that has one, the pages of new
     * aggregates, and the look for documents that leave a kind of key out. All else goes by {@code _id}.
     */
    private static final BsonDocument KEY_INDEX =
            new BsonDocument(CommitDocuments.KEYS, new BsonInt32(1)).append(ID, new BsonInt32(1));

    private LogDirectory() {}

    /** Sees to it that the log is known and its index there. To do it again does nothing. */
    static CompletionStage<Void> enter(MongoCommands commands, LogName log, String collection) {
        BsonWriter name = new BsonWriter(NAME.length() + log.value().length());
        name.text(NAME, log.value());
        UpdateStatement entry = new UpdateStatement(
                new BsonDocument(ID, new BsonString(collection)),
                new BsonDocument("$setOnInsert", name.finish()),
                true);
        return commands.update(COLLECTION, List.of(entry))
                .thenAccept(LogDirectory::requireEntered)
                .thenCompose(done -> commands.createIndex(collection, "keys", KEY_INDEX));
    }

    /** Another that enters the same log at the same moment may come first, which serves as well. */
    private static void requireEntered(UpdateReply reply) {
        if (reply.concern() != null) {
            throw new CommandFailure.Unanswered(reply.concern(), null);
        }
        for (WriteError error : reply.errors()) {
            if (!error.isDuplicateKey()) {
                throw new CommandFailure.Rejected(error.code(), error.message(), null);
            }
        }
    }

    static CompletionStage<Set<LogName>> names(MongoCommands commands) {
        return namesFrom(commands, CollectionNames.PREFIX, new HashSet<>());
    }

    private static CompletionStage<Set<LogName>> namesFrom(MongoCommands commands, String after, Set<LogName> names) {
        BsonDocument range = new BsonDocument("$gt", new BsonString(after)).append("$lt", new BsonString(AFTER_LOGS));
        Find find = Find.of(COLLECTION, new BsonDocument(ID, range), BY_ID, PAGE);
        return commands.find(find).thenCompose(reply -> {
            String last = after;
            for (RawBsonDocument document : reply.documents()) {
                last = document.getString(ID).getValue();
                names.add(nameIn(document));
            }
            boolean isAll = reply.documents().size() < PAGE && !reply.isCut();
            return isAll ? CompletableFuture.completedFuture(names) : namesFrom(commands, last, names);
        });
    }

    private static LogName nameIn(RawBsonDocument document) {
        BsonReader from = BsonReader.of(document);
        while (from.next()) {
            if (from.name().equals(NAME)) {
                return new LogName(from.text());
            }
        }
        throw new UnreadableDocument("the entry of collection " + document.get(ID) + " does not name its log");
    }
}
