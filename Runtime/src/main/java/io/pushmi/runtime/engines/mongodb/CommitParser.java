package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads a commit document, or the part of it that a projection left. Whatever it does not know it passes over. */
final class CommitParser {
    private static final int RANDOM_LENGTH = 2 * Long.BYTES * 2;

    private long first = -1;
    private int count;
    private @Nullable String token;
    private boolean isChosen;
    private @Nullable String previous;
    private @Nullable Instant occurred;
    private @Nullable Instant latest;
    private long erasures;
    private CommitKind kind = CommitKind.EVENTS;
    private @Nullable ExecutionContext context;
    private List<AggregateState> aggregates = List.of();
    private @Nullable Checkpoint checkpoint;
    private final List<Event> events = new ArrayList<>();

    private CommitParser(RawBsonDocument document) {
        BsonReader from = BsonReader.of(document);
        while (from.next()) {
            read(from);
        }
    }

    /** @throws UnreadableDocument if it is no whole commit */
    static StoredCommit commit(RawBsonDocument document) {
        return parse(document, CommitParser::commit);
    }

    /** @throws UnreadableDocument if it does not say what a commit document says of its bounds */
    static CommitBounds bounds(RawBsonDocument document) {
        return parse(document, CommitParser::bounds);
    }

    /** @throws UnreadableDocument if what it says of aggregates is not that */
    static List<AggregateState> aggregates(RawBsonDocument document) {
        return parse(document, parser -> parser.aggregates);
    }

    private interface Part<T> {
        T of(CommitParser parser);
    }

    private static <T> T parse(RawBsonDocument document, Part<T> part) {
        try {
            return part.of(new CommitParser(document));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException nonsense) {
            throw new UnreadableDocument("a commit document says what cannot be: " + nonsense.getMessage(), nonsense);
        }
    }

    private void read(BsonReader from) {
        switch (from.name()) {
            case CommitDocuments.FIRST -> first = from.number();
            case "count" -> count = from.smallNumber();
            case CommitDocuments.TOKEN -> token = from.text();
            case "chosen" -> isChosen = from.truth();
            case "previous" -> previous = from.isNull() ? null : from.text();
            case "occurred" -> occurred = from.instant();
            case "nanos" ->
                occurred =
                        required(occurred, "an instant before its nanoseconds").plusNanos(from.number());
            case CommitDocuments.ERASURES -> erasures = from.number();
            case "latest" -> latest = instant(from.inside());
            case "kind" -> kind = kindOf(from.text());
            case "context" -> context = ContextDocuments.read(from.inside());
            case CommitDocuments.AGGREGATES -> aggregates = AggregateDocuments.read(from.inside());
            case "checkpoint" -> checkpoint = checkpoint(from.inside());
            case CommitDocuments.EVENTS -> {
                BsonReader all = from.inside();
                while (all.next()) {
                    events.add(EventDocuments.read(all.inside()));
                }
            }
            default -> {
                // What a later version added.
            }
        }
    }

    private CommitBounds bounds() {
        Instant own = required(occurred, "when it occurred");
        if (count < 1) {
            throw new UnreadableDocument("a commit document counts " + count + " events, not at least 1");
        }
        return new CommitBounds(new SequenceNumber(first), count, id(), previous, latest == null ? own : latest);
    }

    private StoredCommit commit() {
        CommitBounds bounds = bounds();
        if (events.size() != count) {
            throw new UnreadableDocument("a commit document counts " + count + " events and has " + events.size());
        }
        Commit commit = new Commit(
                bounds.first(),
                bounds.id(),
                required(occurred, "when it occurred"),
                required(context, "its context"),
                kind,
                events,
                aggregates,
                checkpoint);
        return new StoredCommit(commit, bounds, erasures);
    }

    private CommitId id() {
        String text = required(token, "its token");
        if (isChosen) {
            return new CommitId.Chosen(text);
        }
        if (text.length() != RANDOM_LENGTH) {
            throw new UnreadableDocument("a token that nobody chose has " + RANDOM_LENGTH + " digits, not " + text);
        }
        return new CommitId.Random(
                HexFormat.fromHexDigitsToLong(text, 0, RANDOM_LENGTH / 2),
                HexFormat.fromHexDigitsToLong(text, RANDOM_LENGTH / 2, RANDOM_LENGTH));
    }

    private static CommitKind kindOf(String text) {
        if (!text.equals(CommitDocuments.SYSTEM)) {
            throw new UnreadableDocument("a commit document is of kind " + text + ", not of any that is known");
        }
        return CommitKind.SYSTEM;
    }

    private static Instant instant(BsonReader from) {
        Instant at = null;
        while (from.next()) {
            at = from.name().equals("at")
                    ? from.instant()
                    : required(at, "an instant before its nanoseconds").plusNanos(from.number());
        }
        return required(at, "an instant");
    }

    private static Checkpoint checkpoint(BsonReader from) {
        String name = null;
        long position = -1;
        while (from.next()) {
            if (from.name().equals("name")) {
                name = from.text();
            } else {
                position = from.number();
            }
        }
        return new Checkpoint(
                new CheckpointName(required(name, "the name of its checkpoint")), new SequenceNumber(position));
    }

    static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new UnreadableDocument("a commit document lacks " + what);
        }
        return value;
    }
}
