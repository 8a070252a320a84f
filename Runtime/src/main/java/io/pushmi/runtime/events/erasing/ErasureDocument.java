package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An erasure and how far it has come, as its state document has them. */
record ErasureDocument(Erasure erasure, ErasureProgress progress) {
    static final String COLLECTION = "erasures";

    private static final ObjectMapper JSON = new ObjectMapper();

    static StateName nameOf(LogId log, ErasureId id) {
        return new StateName(log.tenant(), COLLECTION, id.toString());
    }

    Bytes encode() {
        ObjectNode json = JSON.createObjectNode();
        ErasureRequest request = erasure.request();
        json.put("log", request.log().name().value()).put("by", request.by()).put("reason", request.reason());
        json.put("before", erasure.before().value());
        if (request.target() instanceof Target.OfProperties of) {
            json.put("type", of.type().value());
            ObjectNode properties = json.putObject("properties");
            of.properties()
                    .forEach((name, replacement) -> properties.put(
                            name, replacement instanceof Replacement.Primitive primitive ? primitive.json() : null));
        }
        EventSourceId source = sourceOf(request.target());
        if (source != null) {
            json.put("source", source.value());
        }
        json.put("next", progress.next().value())
                .put("events", progress.events())
                .put("commits", progress.commits());
        StretchJson.write(progress.concerned(), json);
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    /** @throws StorageDamaged if the content is something else */
    static ErasureDocument decode(StateName name, Bytes content) {
        try {
            JsonNode json = JSON.readTree(content.array());
            ErasureRequest request = new ErasureRequest(
                    new LogId(name.tenant(), new LogName(json.required("log").asText())),
                    target(json),
                    json.required("by").asText(),
                    json.required("reason").asText());
            return new ErasureDocument(
                    new Erasure(
                            new ErasureId(UUID.fromString(name.name())),
                            request,
                            new SequenceNumber(json.required("before").asLong())),
                    new ErasureProgress(
                            new SequenceNumber(json.required("next").asLong()),
                            json.required("events").asLong(),
                            json.required("commits").asLong(),
                            StretchJson.read(json)));
        } catch (IOException | IllegalArgumentException notOurs) {
            throw new StorageDamaged("the state document " + name + " is not an erasure", notOurs);
        }
    }

    static @Nullable EventSourceId sourceOf(Target target) {
        return target instanceof Target.OfSource of ? of.source() : ((Target.OfProperties) target).source();
    }

    private static Target target(JsonNode json) {
        JsonNode source = json.get("source");
        JsonNode type = json.get("type");
        if (type == null) {
            return new Target.OfSource(new EventSourceId(json.required("source").asText()));
        }
        Map<String, Replacement> properties = new LinkedHashMap<>();
        json.required("properties")
                .properties()
                .forEach(property -> properties.put(
                        property.getKey(),
                        property.getValue().isNull()
                                ? Replacement.REMOVED
                                : Replacement.of(property.getValue().asText())));
        return new Target.OfProperties(
                new EventTypeId(type.asText()), properties, source == null ? null : new EventSourceId(source.asText()));
    }
}
