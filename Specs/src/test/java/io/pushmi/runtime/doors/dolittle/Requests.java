package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.client.BuildResults;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.FetchAllEventsForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchEventsForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.contracts.runtime.handshake.HandshakeGrpc;
import io.pushmi.contracts.runtime.handshake.HandshakeRequest;
import io.pushmi.contracts.runtime.handshake.HandshakeResponse;
import io.pushmi.contracts.security.Claim;
import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.versioning.Version;
import java.util.Arrays;
import java.util.UUID;

/** Requests as a client's program sends them; what is not said has nothing remarkable about it. */
final class Requests {
    static final UUID TENANT = UUID.fromString("445f8ea8-1a6f-40d7-b2fc-796dba92dc44");
    static final UUID OTHER_TENANT = UUID.fromString("900893e7-c4cc-4873-8032-884e965e4b97");
    static final UUID MICROSERVICE = UUID.fromString("d8972798-a401-4b9d-a3ab-4a29a8b1c0de");
    static final UUID TYPE = UUID.fromString("1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d");
    static final UUID OTHER_TYPE = UUID.fromString("77f1b3c2-0c4d-4b56-9a9d-2b7f0d8e6a11");
    static final UUID ROOT = UUID.fromString("c0ffee00-1111-4222-8333-444455556666");
    static final String SOURCE = "customer-1";
    static final String JSON = "{\"to\":\"Oslo\"}";

    private Requests() {}

    static Uuid uuid(UUID id) {
        return Guids.write(id);
    }

    static Uuid bytes(int count) {
        return Uuid.newBuilder().setValue(ByteString.copyFrom(new byte[count])).build();
    }

    static ByteString text(String id) {
        return ByteString.copyFromUtf8(id);
    }

    /** An id as generation 5 writes it: the bytes of a message in the field's place. */
    static ByteString asMessage(UUID id) {
        return uuid(id).toByteString();
    }

    static Artifact artifact(UUID id) {
        return Artifact.newBuilder().setId(uuid(id)).setGeneration(1).build();
    }

    static ExecutionContext.Builder context() {
        return ExecutionContext.newBuilder()
                .setMicroserviceId(uuid(MICROSERVICE))
                .setTenantId(uuid(TENANT))
                .setVersion(Version.newBuilder()
                        .setMajor(1)
                        .setMinor(2)
                        .setPatch(3)
                        .setBuild(4)
                        .setPreReleaseString("rc.5"))
                .setCorrelationId(uuid(UUID.fromString("0a0b0c0d-0e0f-4a0b-8c0d-0e0f0a0b0c0d")))
                .addClaims(claim("role", "admin", "string"))
                .addClaims(claim("", "", ""))
                .addClaims(claim("role", "äöü", "x"))
                .setEnvironment("Development")
                .setSpanId(ByteString.copyFrom(new byte[] {-1, 2, 3, 4, 5, 6, 7, 8}));
    }

    private static Claim claim(String key, String value, String valueType) {
        return Claim.newBuilder()
                .setKey(key)
                .setValue(value)
                .setValueType(valueType)
                .build();
    }

    static CallRequestContext call() {
        return call(context());
    }

    static CallRequestContext call(ExecutionContext.Builder context) {
        return CallRequestContext.newBuilder().setExecutionContext(context).build();
    }

    static CallRequestContext callFor(UUID tenant) {
        return call(context().setTenantId(uuid(tenant)));
    }

    static UncommittedEvent.Builder event() {
        return event(SOURCE);
    }

    static UncommittedEvent.Builder event(String source) {
        return event(text(source));
    }

    static UncommittedEvent.Builder event(ByteString source) {
        return UncommittedEvent.newBuilder()
                .setEventType(artifact(TYPE))
                .setEventSourceId(source)
                .setContent(JSON);
    }

    static CommitEventsRequest commit(UncommittedEvent.Builder... events) {
        CommitEventsRequest.Builder request = CommitEventsRequest.newBuilder().setCallContext(call());
        Arrays.stream(events).forEach(request::addEvents);
        return request.build();
    }

    static UncommittedAggregateEvent.Builder applied() {
        return applied(TYPE, JSON);
    }

    static UncommittedAggregateEvent.Builder applied(UUID type, String json) {
        return UncommittedAggregateEvent.newBuilder()
                .setEventType(artifact(type))
                .setContent(json);
    }

    static CommitAggregateEventsRequest commitForAggregate(
            String source, long expected, UncommittedAggregateEvent.Builder... events) {
        return commitForAggregate(text(source), expected, events);
    }

    static CommitAggregateEventsRequest commitForAggregate(
            ByteString source, long expected, UncommittedAggregateEvent.Builder... events) {
        UncommittedAggregateEvents.Builder uncommitted = UncommittedAggregateEvents.newBuilder()
                .setAggregateRootId(uuid(ROOT))
                .setEventSourceId(source)
                .setExpectedAggregateRootVersion(expected);
        Arrays.stream(events).forEach(uncommitted::addEvents);
        return CommitAggregateEventsRequest.newBuilder()
                .setCallContext(call())
                .setEvents(uncommitted)
                .build();
    }

    static Aggregate aggregate(ByteString source) {
        return Aggregate.newBuilder()
                .setAggregateRootId(uuid(ROOT))
                .setEventSourceId(source)
                .build();
    }

    static FetchForAggregateRequest fetch(String source) {
        return FetchForAggregateRequest.newBuilder()
                .setCallContext(call())
                .setAggregate(aggregate(text(source)))
                .build();
    }

    static FetchForAggregateInBatchesRequest fetchInBatches(String source) {
        return FetchForAggregateInBatchesRequest.newBuilder()
                .setCallContext(call())
                .setAggregate(aggregate(text(source)))
                .setFetchAllEvents(FetchAllEventsForAggregateInBatchesRequest.getDefaultInstance())
                .build();
    }

    static FetchForAggregateInBatchesRequest fetchTypes(String source, UUID... types) {
        FetchEventsForAggregateInBatchesRequest.Builder wanted = FetchEventsForAggregateInBatchesRequest.newBuilder();
        Arrays.stream(types).map(Requests::artifact).forEach(wanted::addEventTypes);
        return fetchInBatches(source).toBuilder().setFetchEvents(wanted).build();
    }

    /** What a client does first, with what it noticed about itself. */
    static HandshakeResponse shakeHands(Channel channel, BuildResults noticed) {
        return HandshakeGrpc.newBlockingStub(channel)
                .handshake(HandshakeRequest.newBuilder()
                        .setSdkIdentifier("Java")
                        .setHeadVersion(Version.getDefaultInstance())
                        .setSdkVersion(Version.getDefaultInstance())
                        .setContractsVersion(
                                Version.newBuilder().setMajor(7).setMinor(8).setPatch(1))
                        .setTimeSpent(Duration.getDefaultInstance())
                        .setBuildResults(noticed)
                        .build());
    }
}
