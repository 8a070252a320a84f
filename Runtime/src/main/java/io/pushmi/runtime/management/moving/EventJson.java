package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.LineJson.instant;
import static io.pushmi.runtime.management.moving.LineJson.number;
import static io.pushmi.runtime.management.moving.LineJson.text;
import static io.pushmi.runtime.management.moving.LineJson.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** An event within the line of its commit. What it does not have is not there; what is empty is. */
final class EventJson {
    private EventJson() {}

    static ObjectNode of(Event event) {
        ObjectNode json = LineJson.object();
        if (event.type() != null) {
            json.put("type", event.type().id().value())
                    .put("generation", event.type().generation().value());
        }
        if (event.source() != null) {
            json.put("source", event.source().value());
        }
        putContent(event.content(), json);
        if (event.isPublic()) {
            json.put("public", true);
        }
        if (event.id() != null) {
            json.put("id", event.id().value());
        }
        if (event.metadata() != null) {
            LineJson.put(json, "metadata", event.metadata());
        }
        putPlaces(event, json);
        return json;
    }

    static Event read(JsonNode json) {
        return new Event(
                json.has("type") || json.has("generation") ? type(json) : null,
                json.has("source") ? new EventSourceId(text(json, "source")) : null,
                content(json),
                json.has("public"),
                json.has("id") ? new EventId(text(json, "id")) : null,
                json.has("metadata") ? LineJson.bytes(json, "metadata") : null,
                appliedBy(json.get("aggregate")),
                json.has("partition") ? new PartitionId(text(json, "partition")) : null,
                origin(json.get("origin")));
    }

    private static void putContent(Content content, ObjectNode json) {
        if (content instanceof Content.Legible legible) {
            LineJson.put(json, "content", legible.bytes());
            if (!legible.type().equals(ContentType.JSON)) {
                json.put("contentType", legible.type().value());
            }
            if (content instanceof Content.Redacted) {
                json.put("redacted", true);
            }
        } else {
            json.put("erased", true);
        }
    }

    private static Content content(JsonNode json) {
        if (json.has("erased")) {
            return Content.ERASED;
        }
        Bytes bytes = LineJson.bytes(json, "content");
        ContentType type = json.has("contentType") ? new ContentType(text(json, "contentType")) : ContentType.JSON;
        return json.has("redacted") ? new Content.Redacted(bytes, type) : new Content.Present(bytes, type);
    }

    private static void putPlaces(Event event, ObjectNode json) {
        AppliedBy by = event.appliedBy();
        if (by != null) {
            json.putObject("aggregate")
                    .put("root", by.aggregate().root().value())
                    .put("source", by.aggregate().source().value())
                    .put("version", by.version().value());
        }
        if (event.partition() != null) {
            json.put("partition", event.partition().value());
        }
        Origin origin = event.origin();
        if (origin != null) {
            json.putObject("origin")
                    .put("producer", origin.producer().toString())
                    .put("position", origin.sequenceNumber().value())
                    .put("received", origin.received().toString())
                    .put("consent", origin.consent().value().toString());
        }
    }

    private static EventType type(JsonNode json) {
        return new EventType(new EventTypeId(text(json, "type")), new Generation(number(json, "generation")));
    }

    private static @Nullable AppliedBy appliedBy(@Nullable JsonNode json) {
        return json == null
                ? null
                : new AppliedBy(
                        new AggregateId(
                                new AggregateRootId(text(json, "root")), new EventSourceId(text(json, "source"))),
                        new AggregateVersion(number(json, "version")));
    }

    private static @Nullable Origin origin(@Nullable JsonNode json) {
        return json == null
                ? null
                : new Origin(
                        new MicroserviceId(uuid(json, "producer")),
                        new SequenceNumber(number(json, "position")),
                        instant(json, "received"),
                        new ConsentId(uuid(json, "consent")));
    }
}
