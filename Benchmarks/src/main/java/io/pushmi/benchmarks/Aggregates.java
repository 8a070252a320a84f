package io.pushmi.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.contracts.services.CallRequestContext;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Requests about aggregates, which have numbers. Safe for any thread. */
final class Aggregates {
    static final MethodDescriptor<byte[], byte[]> COMMIT =
            Connection.method("dolittle.runtime.events.EventStore/CommitForAggregate");
    static final MethodDescriptor<byte[], byte[]> FETCH =
            Connection.method("dolittle.runtime.events.EventStore/FetchForAggregate");

    private static final int DIFFERENT_CONTENTS = 8192;
    private static final CallRequestContext CONTEXT = Wire.context(UUID.nameUUIDFromBytes(new byte[] {1}));

    /** The first byte of an answer that has a failure in it, which is its first field. */
    private static final byte FAILURE = 0x0A;

    private final List<String> contents;

    Aggregates(int eventSize) {
        Contents made = new Contents(eventSize, eventSize);
        contents = Stream.generate(made::next).limit(DIFFERENT_CONTENTS).toList();
    }

    /** To commit so many events to an aggregate that is at this version. */
    byte[] commit(int aggregate, int version, int events) {
        UncommittedAggregateEvents.Builder uncommitted = UncommittedAggregateEvents.newBuilder()
                .setAggregateRootId(Wire.AGGREGATE_ROOT)
                .setEventSourceId(source(aggregate))
                .setExpectedAggregateRootVersion(version);
        for (int i = 0; i < events; i++) {
            uncommitted.addEvents(UncommittedAggregateEvent.newBuilder()
                    .setEventType(Wire.EVENT_TYPE)
                    .setContent(contents.get(Math.floorMod(aggregate * 31 + version + i, contents.size()))));
        }
        return CommitAggregateEventsRequest.newBuilder()
                .setCallContext(CONTEXT)
                .setEvents(uncommitted)
                .build()
                .toByteArray();
    }

    /** To fetch all events of an aggregate. */
    byte[] fetch(int aggregate) {
        return FetchForAggregateRequest.newBuilder()
                .setCallContext(CONTEXT)
                .setAggregate(Aggregate.newBuilder()
                        .setAggregateRootId(Wire.AGGREGATE_ROOT)
                        .setEventSourceId(source(aggregate)))
                .build()
                .toByteArray();
    }

    /** Throws if the answer says that nothing was committed. */
    static void requireCommitted(byte[] answer) {
        if (answer.length > 0 && answer[0] != FAILURE) {
            return;
        }
        try {
            throw new IllegalStateException("a commit for an aggregate was refused: "
                    + CommitAggregateEventsResponse.parseFrom(answer)
                            .getFailure()
                            .getReason());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("an answer to a commit cannot be read", unreadable);
        }
    }

    /** Throws unless the answer, which is looked at closely, has as many events. */
    static void requireEvents(byte[] answer, int events) {
        try {
            FetchForAggregateResponse response = FetchForAggregateResponse.parseFrom(answer);
            if (response.hasFailure() || response.getEvents().getEventsCount() != events) {
                throw new IllegalStateException("expected " + events + " events of an aggregate, found "
                        + response.getEvents().getEventsCount() + ", "
                        + response.getFailure().getReason());
            }
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("an answer to a fetch cannot be read", unreadable);
        }
    }

    private static ByteString source(int aggregate) {
        return ByteString.copyFromUtf8("customer-" + aggregate);
    }
}
