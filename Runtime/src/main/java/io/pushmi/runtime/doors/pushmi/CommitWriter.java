package io.pushmi.runtime.doors.pushmi;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.pushmi.contracts.events.v1.AppliedBy;
import io.pushmi.contracts.events.v1.Checkpoint;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.CommitKind;
import io.pushmi.contracts.events.v1.Event;
import io.pushmi.contracts.events.v1.EventType;
import io.pushmi.contracts.events.v1.Origin;
import io.pushmi.runtime.events.Excerpt;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;

/** Commits as callers see them. For one thread at a time. */
final class CommitWriter {
    private final ContextWriter contexts = new ContextWriter();

    Commit write(Excerpt excerpt) {
        io.pushmi.runtime.storage.Commit commit = excerpt.commit();
        Commit.Builder wire = Commit.newBuilder()
                .setFirst(commit.first().value())
                .setCount(commit.count())
                .setId(commit.id().text())
                .setIdIsChosen(commit.id() instanceof CommitId.Chosen)
                .setOccurred(timestamp(commit.occurred()))
                .setContext(contexts.write(commit.context()))
                .setKind(
                        commit.kind() == io.pushmi.runtime.storage.CommitKind.SYSTEM
                                ? CommitKind.COMMIT_KIND_SYSTEM
                                : CommitKind.COMMIT_KIND_EVENTS);
        if (commit.checkpoint() != null) {
            wire.setCheckpoint(Checkpoint.newBuilder()
                    .setName(commit.checkpoint().name().value())
                    .setPosition(commit.checkpoint().position().value()));
        }
        for (int i = 0; i < excerpt.count(); i++) {
            wire.addEvents(write(excerpt.numberOf(i), excerpt.event(i)));
        }
        return wire.build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Event write(SequenceNumber number, io.pushmi.runtime.storage.Event event) {
        Event.Builder wire = Event.newBuilder().setNumber(number.value()).setIsPublic(event.isPublic());
        if (event.type() != null) {
            wire.setType(EventType.newBuilder()
                    .setId(event.type().id().value())
                    .setGeneration((int) event.type().generation().value())
                    .build());
        }
        if (event.source() != null) {
            wire.setSource(event.source().value());
        }
        if (event.content() instanceof Content.Legible content) {
            wire.setContent(UnsafeByteOperations.unsafeWrap(content.bytes().array()))
                    .setContentType(content.type().value())
                    .setIsRedacted(event.isRedacted());
        } else {
            wire.setIsErased(true);
        }
        writeOptional(event, wire);
        return wire.build();
    }

    private static void writeOptional(io.pushmi.runtime.storage.Event event, Event.Builder wire) {
        if (event.id() != null) {
            wire.setId(event.id().value());
        }
        if (event.metadata() != null) {
            wire.setMetadata(UnsafeByteOperations.unsafeWrap(event.metadata().array()));
        }
        if (event.appliedBy() != null) {
            wire.setAppliedBy(AppliedBy.newBuilder()
                    .setRoot(event.appliedBy().aggregate().root().value())
                    .setSource(event.appliedBy().aggregate().source().value())
                    .setVersion(event.appliedBy().version().value()));
        }
        if (event.partition() != null) {
            wire.setPartition(event.partition().value());
        }
        if (event.origin() != null) {
            wire.setOrigin(Origin.newBuilder()
                    .setProducer(event.origin().producer().toString())
                    .setNumber(event.origin().sequenceNumber().value())
                    .setReceived(timestamp(event.origin().received()))
                    .setConsent(event.origin().consent().toString()));
        }
    }
}
