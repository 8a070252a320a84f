package io.pushmi.runtime.processing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StorageDamaged;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the state documents of processors are written. */
final class StateJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Bytes encode(ObjectNode json) {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    static <T> T decode(StateDocument document, Function<JsonNode, T> reading) {
        try {
            return reading.apply(JSON.readTree(document.content().array()));
        } catch (IOException | IllegalArgumentException | DateTimeException notOurs) {
            throw new StorageDamaged(
                    "the state document " + document.name() + " is not the state of a processor", notOurs);
        }
    }

    static void write(PartitionStatus status, ObjectNode json) {
        json.put("position", status.position().value())
                .put("streamPosition", status.streamPosition())
                .put("state", status.state().name())
                .put("reason", status.reason())
                .put("attempts", status.attempts())
                .put("lastFailed", text(status.lastFailed()))
                .put("nextTry", text(status.nextTry()));
    }

    static PartitionStatus status(PartitionId partition, JsonNode json) {
        return new PartitionStatus(
                partition,
                new SequenceNumber(json.required("position").longValue()),
                json.required("streamPosition").longValue(),
                PartitionStatus.State.valueOf(json.required("state").textValue()),
                json.required("reason").textValue(),
                json.required("attempts").intValue(),
                instant(json, "lastFailed"),
                instant(json, "nextTry"));
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static @Nullable Instant instant(JsonNode json, String name) {
        JsonNode value = json.required(name);
        return value.isNull() ? null : Instant.parse(value.textValue());
    }
}
