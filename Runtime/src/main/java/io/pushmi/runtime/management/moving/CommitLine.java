package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.LineJson.instant;
import static io.pushmi.runtime.management.moving.LineJson.number;
import static io.pushmi.runtime.management.moving.LineJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A commit as a line: all of it, and equal commits as equal lines. */
final class CommitLine {
    private static final int HEX_DIGITS = 16;
    private static final int HEX = 16;

    private CommitLine() {}

    static byte[] of(Commit commit) {
        ObjectNode line = LineJson.object()
                .put("first", commit.first().value())
                .put("id", commit.id().text());
        if (commit.id() instanceof CommitId.Chosen) {
            line.put("chosen", true);
        }
        line.put("occurred", commit.occurred().toString());
        if (commit.kind() != CommitKind.EVENTS) {
            line.put("kind", commit.kind().name().toLowerCase(Locale.ROOT));
        }
        line.set("context", ContextJson.of(commit.context()));
        ArrayNode events = line.putArray("events");
        commit.events().forEach(event -> events.add(EventJson.of(event)));
        ArrayNode aggregates = line.putArray("aggregates");
        commit.aggregates().forEach(state -> aggregates.add(of(state)));
        Checkpoint checkpoint = commit.checkpoint();
        if (checkpoint != null) {
            line.putObject("checkpoint")
                    .put("name", checkpoint.name().value())
                    .put("position", checkpoint.position().value());
        }
        return LineJson.write(line);
    }

    /** @throws RuntimeException if it is not the line of a commit; the message says why */
    static Commit read(byte[] line) {
        JsonNode json = LineJson.read(line);
        List<Event> events = new ArrayList<>();
        json.required("events").forEach(event -> events.add(EventJson.read(event)));
        List<AggregateState> aggregates = new ArrayList<>();
        json.required("aggregates").forEach(state -> aggregates.add(state(state)));
        return new Commit(
                new SequenceNumber(number(json, "first")),
                id(json),
                instant(json, "occurred"),
                ContextJson.read(json.required("context")),
                json.has("kind") ? CommitKind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)) : CommitKind.EVENTS,
                events,
                aggregates,
                checkpoint(json));
    }

    private static CommitId id(JsonNode json) {
        String text = text(json, "id");
        if (json.has("chosen")) {
            return new CommitId.Chosen(text);
        }
        if (text.length() != 2 * HEX_DIGITS) {
            throw new IllegalArgumentException("the id of a commit that nobody chose has 32 digits, found " + text);
        }
        return new CommitId.Random(
                Long.parseUnsignedLong(text.substring(0, HEX_DIGITS), HEX),
                Long.parseUnsignedLong(text.substring(HEX_DIGITS), HEX));
    }

    private static ObjectNode of(AggregateState state) {
        return LineJson.object()
                .put("root", state.aggregate().root().value())
                .put("source", state.aggregate().source().value())
                .put("next", state.next().value())
                .put("commits", state.commits())
                .put("last", state.last().value());
    }

    private static AggregateState state(JsonNode json) {
        return new AggregateState(
                new AggregateId(new AggregateRootId(text(json, "root")), new EventSourceId(text(json, "source"))),
                new AggregateVersion(number(json, "next")),
                number(json, "commits"),
                new SequenceNumber(number(json, "last")));
    }

    private static @Nullable Checkpoint checkpoint(JsonNode json) {
        JsonNode checkpoint = json.get("checkpoint");
        return checkpoint == null
                ? null
                : new Checkpoint(
                        new CheckpointName(text(checkpoint, "name")),
                        new SequenceNumber(number(checkpoint, "position")));
    }
}
