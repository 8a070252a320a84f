package io.pushmi.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pushmi.runtime.doors.pushmi.ShownCommit;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Origin;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/**
 * An event as one JSON object on one line, without characters that a terminal takes for commands. What it does not have is
 * not there.
 */
final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** What stands in text for bytes that are none. */
    private static final char REPLACEMENT = '\uFFFD';

    private EventJson() {}

    static String of(ShownEvent event) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(event, json);
            write(event.commit(), json);
            write(event.commit().context(), json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return OneLineJson.compact(text.toString());
    }

    static String kind(ShownCommit commit) {
        return commit.kind() == CommitKind.SYSTEM ? "system" : "events";
    }

    private static void write(ShownEvent shown, JsonGenerator json) throws IOException {
        Event event = shown.event();
        json.writeNumberField("number", shown.number().value());
        json.writeStringField("occurred", shown.commit().occurred().toString());
        if (event.type() != null) {
            json.writeObjectFieldStart("type");
            json.writeStringField("id", event.type().id().value());
            json.writeNumberField("generation", event.type().generation().value());
            json.writeEndObject();
        }
        if (event.source() != null) {
            json.writeStringField("source", event.source().value());
        }
        write(event.content(), json);
        json.writeBooleanField("public", event.isPublic());
        if (event.id() != null) {
            json.writeStringField("id", event.id().value());
        }
        if (event.metadata() != null) {
            json.writeBinaryField("metadataBase64", event.metadata().array());
        }
        writeOrigins(event, json);
    }

    private static void writeOrigins(Event event, JsonGenerator json) throws IOException {
        AppliedBy by = event.appliedBy();
        if (by != null) {
            json.writeObjectFieldStart("aggregate");
            json.writeStringField("root", by.aggregate().root().value());
            json.writeStringField("source", by.aggregate().source().value());
            json.writeNumberField("version", by.version().value());
            json.writeEndObject();
        }
        if (event.partition() != null) {
            json.writeStringField("partition", event.partition().value());
        }
        Origin origin = event.origin();
        if (origin != null) {
            json.writeObjectFieldStart("origin");
            json.writeStringField("producer", origin.producer().toString());
            json.writeNumberField("number", origin.sequenceNumber().value());
            json.writeStringField("received", origin.received().toString());
            json.writeStringField("consent", origin.consent().toString());
            json.writeEndObject();
        }
    }

    private static void write(Content content, JsonGenerator json) throws IOException {
        if (!(content instanceof Content.Legible present)) {
            json.writeBooleanField("erased", true);
            return;
        }
        if (content instanceof Content.Redacted) {
            json.writeBooleanField("redacted", true);
        }
        String text = present.bytes().asUtf8();
        if (present.type().equals(ContentType.JSON)
                && OneLineJson.isOneValue(text)
                && isExactly(text, present.bytes())) {
            json.writeFieldName("content");
            json.writeRawValue(text);
        } else {
            json.writeStringField("contentType", present.type().value());
            json.writeBinaryField("contentBase64", present.bytes().array());
        }
    }

    /** Whether nothing of the bytes was lost on the way to the text. */
    private static boolean isExactly(String text, Bytes bytes) {
        return text.indexOf(REPLACEMENT) < 0 || Bytes.utf8(text).equals(bytes);
    }

    private static void write(ShownCommit commit, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("commit");
        json.writeStringField("id", commit.id());
        json.writeBooleanField("idIsChosen", commit.isIdChosen());
        json.writeNumberField("first", commit.first().value());
        json.writeNumberField("count", commit.count());
        json.writeStringField("kind", kind(commit));
        if (commit.checkpoint() != null) {
            json.writeObjectFieldStart("checkpoint");
            json.writeStringField("name", commit.checkpoint().name().value());
            json.writeNumberField("position", commit.checkpoint().position().value());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(ExecutionContext context, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("context");
        json.writeStringField("microservice", context.microservice().toString());
        json.writeStringField("version", context.version().toString());
        json.writeStringField("tenant", context.tenant().toString());
        json.writeStringField("environment", context.environment().name());
        json.writeStringField("correlation", context.correlation().toString());
        if (context.span() != null) {
            json.writeStringField(
                    "span", HexFormat.of().toHexDigits(context.span().value()));
        }
        if (!context.claims().isEmpty()) {
            json.writeArrayFieldStart("claims");
            for (Claim claim : context.claims()) {
                json.writeStartObject();
                json.writeStringField("key", claim.key());
                json.writeStringField("value", claim.value());
                json.writeStringField("valueType", claim.valueType());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
