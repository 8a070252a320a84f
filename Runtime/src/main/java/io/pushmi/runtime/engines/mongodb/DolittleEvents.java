package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a Dolittle database, as they are kept here. */
final class DolittleEvents {
    private static final long MOST_GENERATION = 0xFFFF_FFFFL;

    private DolittleEvents() {}

    /** An event of the main log or of that of a scope. */
    static Event ofLog(DolittleDocument document) {
        return event(document, appliedBy(document), null);
    }

    /** A copy in a stream, where it does not matter any more which aggregate applied it. */
    static Event ofStream(DolittleDocument document) {
        return event(document, null, new PartitionId(document.textOrUuid("Partition")));
    }

    private static Event event(
            DolittleDocument document, @Nullable AppliedBy appliedBy, @Nullable PartitionId partition) {
        DolittleDocument metadata = document.part("Metadata");
        return new Event(
                new EventType(
                        new EventTypeId(metadata.uuid("TypeId").toString()),
                        generation(metadata.number("TypeGeneration", 1), document)),
                new EventSourceId(metadata.textOrUuid("EventSource")),
                content(document),
                metadata.flag("Public"),
                null,
                null,
                appliedBy,
                partition,
                origin(document));
    }

    private static Generation generation(long number, DolittleDocument document) {
        if (number > MOST_GENERATION) {
            throw new CannotBeMoved(document.where() + ": its type has generation " + number
                    + ", expected no more than " + MOST_GENERATION);
        }
        return new Generation(number);
    }

    private static Content content(DolittleDocument document) {
        Bytes json = DolittleJson.of(document.part("Content").document());
        return document.hasAny("RedactedBy")
                ? new Content.Redacted(json, ContentType.JSON)
                : new Content.Present(json, ContentType.JSON);
    }

    private static @Nullable AppliedBy appliedBy(DolittleDocument document) {
        DolittleDocument aggregate = document.findPart("Aggregate");
        return aggregate == null || !aggregate.flag("WasAppliedByAggregate")
                ? null
                : new AppliedBy(
                        new AggregateId(
                                new AggregateRootId(aggregate.uuid("TypeId").toString()),
                                new EventSourceId(document.part("Metadata").textOrUuid("EventSource"))),
                        new AggregateVersion(aggregate.number("Version")));
    }

    private static @Nullable Origin origin(DolittleDocument document) {
        DolittleDocument horizon = document.findPart("EventHorizon");
        return horizon == null || !horizon.flag("FromEventHorizon")
                ? null
                : new Origin(
                        new MicroserviceId(document.part("ExecutionContext").uuid("Microservice")),
                        horizon.position("ExternalEventLogSequenceNumber"),
                        horizon.instant("Received"),
                        new ConsentId(horizon.uuid("Consent")));
    }

    static ExecutionContext context(DolittleDocument document) {
        DolittleDocument context = document.part("ExecutionContext");
        List<Claim> claims = context.parts("Claims").stream()
                .map(claim -> new Claim(claim.text("Name"), claim.text("Value"), claim.text("ValueType")))
                .toList();
        return new ExecutionContext(
                new MicroserviceId(context.uuid("Microservice")),
                new TenantId(context.uuid("Tenant")),
                version(context.findPart("Version")),
                new CorrelationId(context.uuid("Correlation")),
                claims,
                new Environment(context.text("Environment")),
                span(context.bytes("SpanId")));
    }

    private static Version version(@Nullable DolittleDocument version) {
        return version == null
                ? Version.NOT_SET
                : new Version(
                        version.signed("Major"),
                        version.signed("Minor"),
                        version.signed("Patch"),
                        version.signed("Build"),
                        version.text("PreRelease"));
    }

    private static @Nullable SpanId span(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            return null;
        }
        long span = ByteBuffer.wrap(bytes).getLong();
        return span == 0 ? null : new SpanId(span);
    }
}
