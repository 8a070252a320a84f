package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.StoredSize;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * The document that a commit is. What people look for comes first and plain: where it stands, who made it, what happened.
 * Whatever is usual is left out.
 */
final class CommitDocuments {
    static final String FIRST = "_id";
    static final String TOKEN = "token";
    static final String KEYS = "keys";
    static final String EVENTS = "events";
    static final String AGGREGATES = "aggregates";

    /** How often the content of the document was replaced, where it was: nobody replaces what they did not see. */
    static final String ERASURES = "erasures";

    /** A little below what a server takes, for what comes around the document in its command. */
    static final int LARGEST = 16_700_000;

    /** What {@link CommitParser#bounds} needs. */
    static final BsonDocument BOUNDS =
            BsonDocument.parse("{count: 1, token: 1, chosen: 1, previous: 1, occurred: 1, nanos: 1, latest: 1}");

    static final String SYSTEM = "system";
    private static final int ROOM_FOR_KEYS = 512;
    private static final int ROOM_FOR_EVENTS = 4096;

    private CommitDocuments() {}

    /**
     * @param end the end of the commit before
     * @param kinds the kinds of keys that it is to be found by, as far as their texts fit into a document
     */
    static RawBsonDocument encode(Commit commit, LogEnd end, Set<KeyKind> kinds) {
        RawBsonDocument document = write(commit, end, KeyTexts.of(commit, kinds));
        return document.getByteLength() <= LARGEST ? document : write(commit, end, KeyTexts.none());
    }

    private static RawBsonDocument write(Commit commit, LogEnd end, Collection<String> keys) {
        int expected = Math.toIntExact(Math.min(StoredSize.of(commit) + ROOM_FOR_KEYS, LARGEST));
        BsonWriter to = new BsonWriter(expected);
        to.int64(FIRST, commit.first().value());
        to.int32("count", commit.count());
        to.text(TOKEN, commit.id().text());
        if (commit.id() instanceof CommitId.Chosen) {
            to.yes("chosen");
        }
        if (end.token() == null) {
            to.nothing("previous");
        } else {
            to.text("previous", end.token());
        }
        to.instant("occurred", "nanos", commit.occurred());
        if (end.latest() != null && end.latest().isAfter(commit.occurred())) {
            int latest = to.document("latest");
            to.instant("at", "nanos", end.latest());
            to.end(latest);
        }
        if (commit.kind() == CommitKind.SYSTEM) {
            to.text("kind", SYSTEM);
        }
        ContextDocuments.write("context", commit.context(), to);
        writeTexts(KEYS, keys, to);
        AggregateDocuments.write(AGGREGATES, commit.aggregates(), to);
        Checkpoint checkpoint = commit.checkpoint();
        if (checkpoint != null) {
            int opened = to.document("checkpoint");
            to.text("name", checkpoint.name().value());
            to.int64("position", checkpoint.position().value());
            to.end(opened);
        }
        writeEvents(commit.events(), to);
        return to.finish();
    }

    /** The fields that change where content of a commit is replaced. */
    static RawBsonDocument replaced(List<Event> events, long erasures) {
        BsonWriter to = new BsonWriter(ROOM_FOR_EVENTS);
        to.int64(ERASURES, erasures);
        writeEvents(events, to);
        return to.finish();
    }

    /** The key texts alone, for what takes the place of those that are there. */
    static RawBsonDocument keys(Commit commit, Set<KeyKind> kinds) {
        BsonWriter to = new BsonWriter(ROOM_FOR_KEYS);
        writeTexts(KEYS, KeyTexts.of(commit, kinds), to);
        return to.finish();
    }

    private static void writeTexts(String name, Collection<String> texts, BsonWriter to) {
        int array = to.array(name);
        int index = 0;
        for (String text : texts) {
            to.text(index++, text);
        }
        to.end(array);
    }

    private static void writeEvents(List<Event> events, BsonWriter to) {
        int array = to.array(EVENTS);
        for (int i = 0; i < events.size(); i++) {
            int document = to.document(i);
            EventDocuments.write(events.get(i), to);
            to.end(document);
        }
        to.end(array);
    }
}
