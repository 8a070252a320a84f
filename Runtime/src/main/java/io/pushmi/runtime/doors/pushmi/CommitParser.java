package io.pushmi.runtime.doors.pushmi;

import com.google.protobuf.Timestamp;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.EventPage;
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
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What {@link CommitWriter} wrote. Fails with {@link IllegalArgumentException} where it cannot be that. */
final class CommitParser {
    private CommitParser() {}

    static ShownPage page(EventPage wire) {
        List<ShownEvent> events = new ArrayList<>();
        for (Commit commit : wire.getCommitsList()) {
            events.addAll(events(commit));
        }
        return new ShownPage(events, new SequenceNumber(wire.getNext()));
    }

    static List<ShownEvent> events(Commit wire) {
        ShownCommit commit = commit(wire);
        List<ShownEvent> events = new ArrayList<>(wire.getEventsCount());
        for (io.pushmi.contracts.events.v1.Event event : wire.getEventsList()) {
            events.add(new ShownEvent(new SequenceNumber(event.getNumber()), commit, event(event)));
        }
        return events;
    }

    private static ShownCommit commit(Commit wire) {
        return new ShownCommit(
                new SequenceNumber(wire.getFirst()),
                wire.getCount(),
                wire.getId(),
                wire.getIdIsChosen(),
                instant(wire.getOccurred()),
                context(wire.getContext()),
                wire.getKind() == io.pushmi.contracts.events.v1.CommitKind.COMMIT_KIND_SYSTEM
                        ? CommitKind.SYSTEM
                        : CommitKind.EVENTS,
                wire.hasCheckpoint()
                        ? new Checkpoint(
                                new CheckpointName(wire.getCheckpoint().getName()),
                                new SequenceNumber(wire.getCheckpoint().getPosition()))
                        : null);
    }

    private static Event event(io.pushmi.contracts.events.v1.Event wire) {
        return new Event(
                wire.hasType() ? type(wire.getType()) : null,
                wire.hasSource() ? new EventSourceId(wire.getSource()) : null,
                content(wire),
                wire.getIsPublic(),
                wire.hasId() ? new EventId(wire.getId()) : null,
                wire.hasMetadata() ? Bytes.wrap(wire.getMetadata().toByteArray()) : null,
                wire.hasAppliedBy() ? appliedBy(wire.getAppliedBy()) : null,
                wire.hasPartition() ? new PartitionId(wire.getPartition()) : null,
                wire.hasOrigin() ? origin(wire.getOrigin()) : null);
    }

    private static Content content(io.pushmi.contracts.events.v1.Event wire) {
        if (wire.getIsErased()) {
            return Content.ERASED;
        }
        Bytes bytes = Bytes.wrap(wire.getContent().toByteArray());
        ContentType type = new ContentType(wire.getContentType());
        return wire.getIsRedacted() ? new Content.Redacted(bytes, type) : new Content.Present(bytes, type);
    }

    private static EventType type(io.pushmi.contracts.events.v1.EventType wire) {
        return new EventType(
                new EventTypeId(wire.getId()), new Generation(Integer.toUnsignedLong(wire.getGeneration())));
    }

    private static AppliedBy appliedBy(io.pushmi.contracts.events.v1.AppliedBy wire) {
        return new AppliedBy(
                new AggregateId(new AggregateRootId(wire.getRoot()), new EventSourceId(wire.getSource())),
                new AggregateVersion(wire.getVersion()));
    }

    private static Origin origin(io.pushmi.contracts.events.v1.Origin wire) {
        return new Origin(
                new MicroserviceId(UUID.fromString(wire.getProducer())),
                new SequenceNumber(wire.getNumber()),
                instant(wire.getReceived()),
                new ConsentId(UUID.fromString(wire.getConsent())));
    }

    private static ExecutionContext context(io.pushmi.contracts.events.v1.ExecutionContext wire) {
        io.pushmi.contracts.events.v1.Version version = wire.getVersion();
        return new ExecutionContext(
                new MicroserviceId(UUID.fromString(wire.getMicroservice())),
                new TenantId(UUID.fromString(wire.getTenant())),
                new Version(
                        version.getMajor(),
                        version.getMinor(),
                        version.getPatch(),
                        version.getBuild(),
                        version.getPreRelease()),
                new CorrelationId(UUID.fromString(wire.getCorrelation())),
                wire.getClaimsList().stream()
                        .map(claim -> new Claim(claim.getKey(), claim.getValue(), claim.getValueType()))
                        .toList(),
                new Environment(wire.getEnvironment()),
                wire.getSpan().isEmpty() ? null : new SpanId(Long.parseUnsignedLong(wire.getSpan(), 16)));
    }

    private static Instant instant(Timestamp wire) {
        return Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos());
    }
}
