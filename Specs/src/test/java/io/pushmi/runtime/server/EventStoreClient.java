package io.pushmi.runtime.server;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.EventStoreGrpc.EventStoreBlockingStub;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.versioning.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Commits to and fetches aggregates of the development tenant, with the generated stubs. */
final class EventStoreClient {
    private static final UUID TENANT = UUID.fromString("445f8ea8-1a6f-40d7-b2fc-796dba92dc44");
    private static final UUID ROOT = UUID.fromString("7d3c1a52-6c1a-4f0e-8a44-2b6f0c7a9e11");
    private static final UUID EVENT_TYPE = UUID.fromString("0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22");

    private final EventStoreBlockingStub stub;

    EventStoreClient(Channel channel) {
        this.stub = EventStoreGrpc.newBlockingStub(channel);
    }

    /** Commits one event to an aggregate that has as many events as the version says. */
    CommitAggregateEventsResponse commit(String eventSource, long version, String content) {
        return stub.withDeadlineAfter(30, TimeUnit.SECONDS).commitForAggregate(request(eventSource, version, content));
    }

    /** The contents of all events of an aggregate, in order. */
    List<String> fetch(String eventSource) {
        FetchForAggregateRequest request = FetchForAggregateRequest.newBuilder()
                .setCallContext(context())
                .setAggregate(Aggregate.newBuilder()
                        .setAggregateRootId(uuid(ROOT))
                        .setEventSourceId(ByteString.copyFromUtf8(eventSource)))
                .build();
        return stub
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .fetchForAggregate(request)
                .getEvents()
                .getEventsList()
                .stream()
                .map(event -> event.getContent())
                .toList();
    }

    static CommitAggregateEventsRequest request(String eventSource, long version, String content) {
        return CommitAggregateEventsRequest.newBuilder()
                .setCallContext(context())
                .setEvents(UncommittedAggregateEvents.newBuilder()
                        .setAggregateRootId(uuid(ROOT))
                        .setEventSourceId(ByteString.copyFromUtf8(eventSource))
                        .setExpectedAggregateRootVersion(version)
                        .addEvents(UncommittedAggregateEvent.newBuilder()
                                .setEventType(Artifact.newBuilder()
                                        .setId(uuid(EVENT_TYPE))
                                        .setGeneration(1))
                                .setContent(content)))
                .build();
    }

    static CallRequestContext context() {
        return CallRequestContext.newBuilder()
                .setHeadId(uuid(UUID.randomUUID()))
                .setExecutionContext(ExecutionContext.newBuilder()
                        .setTenantId(uuid(TENANT))
                        .setMicroserviceId(uuid(UUID.randomUUID()))
                        .setCorrelationId(uuid(UUID.randomUUID()))
                        .setVersion(Version.newBuilder().setMajor(1))
                        .setEnvironment("Development"))
                .build();
    }

    /** As the contracts want it: the first three groups with their bytes in reverse. */
    static Uuid uuid(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (id.getMostSignificantBits() >>> 32))
                .putShort((short) (id.getMostSignificantBits() >>> 16))
                .putShort((short) id.getMostSignificantBits())
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits());
        return Uuid.newBuilder().setValue(ByteString.copyFrom(bytes.array())).build();
    }
}
