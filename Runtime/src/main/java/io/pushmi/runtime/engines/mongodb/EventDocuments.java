package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.MicroserviceId;
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
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event in a commit document. Content is JSON, and whole, unless something beside it says otherwise. */
final class EventDocuments {
    private EventDocuments() {}

    static void write(Event event, BsonWriter to) {
        if (event.type() != null) {
            to.text("type", event.type().id().value());
            to.int64("generation", event.type().generation().value());
        }
        if (event.source() != null) {
            to.text("source", event.source().value());
        }
        writeContent(event.content(), to);
        if (event.isPublic()) {
            to.yes("public");
        }
        if (event.id() != null) {
            to.text("id", event.id().value());
        }
        if (event.metadata() != null) {
            to.bytes("metadata", event.metadata().array());
        }
        if (event.partition() != null) {
            to.text("partition", event.partition().value());
        }
        writeAggregate(event.appliedBy(), to);
        writeOrigin(event.origin(), to);
    }

    private static void writeContent(Content content, BsonWriter to) {
        if (!(content instanceof Content.Legible legible)) {
            to.yes("erased");
            return;
        }
        to.bytes("content", legible.bytes().array());
        if (!legible.type().equals(ContentType.JSON)) {
            to.text("contentType", legible.type().value());
        }
        if (content instanceof Content.Redacted) {
            to.yes("redacted");
        }
    }

    private static void writeAggregate(@Nullable AppliedBy by, BsonWriter to) {
        if (by != null) {
            int document = to.document("aggregate");
            to.text("root", by.aggregate().root().value());
            to.text("source", by.aggregate().source().value());
            to.int64("version", by.version().value());
            to.end(document);
        }
    }

    private static void writeOrigin(@Nullable Origin origin, BsonWriter to) {
        if (origin != null) {
            int document = to.document("origin");
            to.text("producer", origin.producer().toString());
            to.int64("sequenceNumber", origin.sequenceNumber().value());
            to.instant("received", "nanos", origin.received());
            to.text("consent", origin.consent().toString());
            to.end(document);
        }
    }

    static Event read(BsonReader from) {
        String type = null;
        long generation = 0;
        EventSourceId source = null;
        Bytes content = null;
        ContentType contentType = ContentType.JSON;
        boolean isRedacted = false;
        boolean isErased = false;
        boolean isPublic = false;
        EventId id = null;
        Bytes metadata = null;
        PartitionId partition = null;
        AppliedBy appliedBy = null;
        Origin origin = null;
        while (from.next()) {
            switch (from.name()) {
                case "type" -> type = from.text();
                case "generation" -> generation = from.number();
                case "source" -> source = new EventSourceId(from.text());
                case "content" -> content = Bytes.wrap(from.bytes());
                case "contentType" -> contentType = new ContentType(from.text());
                case "redacted" -> isRedacted = from.truth();
                case "erased" -> isErased = from.truth();
                case "public" -> isPublic = from.truth();
                case "id" -> id = new EventId(from.text());
                case "metadata" -> metadata = Bytes.wrap(from.bytes());
                case "partition" -> partition = new PartitionId(from.text());
                case "aggregate" -> appliedBy = aggregate(from.inside());
                case "origin" -> origin = origin(from.inside());
                default -> {
                    // What a later version added.
                }
            }
        }
        EventType eventType = type == null ? null : new EventType(new EventTypeId(type), new Generation(generation));
        return new Event(
                eventType,
                source,
                isErased ? Content.ERASED : content(content, contentType, isRedacted),
                isPublic,
                id,
                metadata,
                appliedBy,
                partition,
                origin);
    }

    private static Content content(@Nullable Bytes bytes, ContentType type, boolean isRedacted) {
        Bytes content = CommitParser.required(bytes, "the content of an event");
        return isRedacted ? new Content.Redacted(content, type) : new Content.Present(content, type);
    }

    private static AppliedBy aggregate(BsonReader from) {
        String root = null;
        String source = null;
        long version = 0;
        while (from.next()) {
            switch (from.name()) {
                case "root" -> root = from.text();
                case "source" -> source = from.text();
                case "version" -> version = from.number();
                default -> {
                    // What a later version added.
                }
            }
        }
        return new AppliedBy(AggregateDocuments.aggregate(root, source), new AggregateVersion(version));
    }

    private static Origin origin(BsonReader from) {
        String producer = null;
        long sequenceNumber = -1;
        Instant received = null;
        String consent = null;
        while (from.next()) {
            switch (from.name()) {
                case "producer" -> producer = from.text();
                case "sequenceNumber" -> sequenceNumber = from.number();
                case "received" -> received = from.instant();
                case "nanos" ->
                    received = CommitParser.required(received, "when it was received")
                            .plusNanos(from.number());
                case "consent" -> consent = from.text();
                default -> {
                    // What a later version added.
                }
            }
        }
        return new Origin(
                new MicroserviceId(UUID.fromString(CommitParser.required(producer, "the producer of an event"))),
                new SequenceNumber(sequenceNumber),
                CommitParser.required(received, "when an event was received"),
                new ConsentId(UUID.fromString(CommitParser.required(consent, "the consent of an event"))));
    }
}
