package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.bytes;
import static io.pushmi.runtime.doors.dolittle.Requests.call;
import static io.pushmi.runtime.doors.dolittle.Requests.context;
import static io.pushmi.runtime.doors.dolittle.Requests.event;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationRequest;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationRequest;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.contracts.runtime.resources.GetRequest;
import io.pushmi.contracts.runtime.resources.ResourcesGrpc;
import io.pushmi.contracts.runtime.tenancy.GetAllRequest;
import io.pushmi.contracts.runtime.tenancy.TenantsGrpc;
import io.pushmi.contracts.services.CallRequestContext;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MalformedRequestsSpec {
    private static final Door DOOR = Door.open();
    private static final String NO_UUID = "expected a Uuid, found nothing";
    private static final String NO_ARTIFACT = "expected an Artifact, found nothing";

    @AfterAll
    static void close() {
        DOOR.close();
    }

    /** A context that lacks something, and what is said about it. */
    record Incomplete(CallRequestContext call, String problem) {
        private static final String PATH = "callContext.executionContext";

        static Incomplete of(ExecutionContext.Builder context, String problem) {
            return new Incomplete(Requests.call(context), PATH + problem);
        }
    }

    static List<Incomplete> incomplete() {
        return List.of(
                new Incomplete(
                        CallRequestContext.getDefaultInstance(),
                        "callContext.executionContext: expected an ExecutionContext, found nothing"),
                Incomplete.of(context().clearMicroserviceId(), ".microserviceId: " + NO_UUID),
                Incomplete.of(context().setMicroserviceId(bytes(0)), ".microserviceId: expected 16 bytes, found 0"),
                Incomplete.of(context().clearTenantId(), ".tenantId: " + NO_UUID),
                Incomplete.of(context().setTenantId(bytes(15)), ".tenantId: expected 16 bytes, found 15"),
                Incomplete.of(context().setTenantId(bytes(17)), ".tenantId: expected 16 bytes, found 17"),
                Incomplete.of(context().clearVersion(), ".version: expected a Version, found nothing"),
                Incomplete.of(context().clearCorrelationId(), ".correlationId: " + NO_UUID),
                Incomplete.of(context().setCorrelationId(bytes(3)), ".correlationId: expected 16 bytes, found 3"),
                Incomplete.of(
                        context().setSpanId(ByteString.copyFrom(new byte[7])),
                        ".spanId: expected 8 bytes or nothing, found 7"),
                Incomplete.of(context().setSpanId(ByteString.EMPTY), ".spanId: expected 8 bytes or nothing, found 0"));
    }

    @Nested
    class when_there_is_no_call_context {
        private static final String PROBLEM = "callContext: expected a CallRequestContext, found nothing";

        @Test
        void refuses_every_call() {
            Answered.invalidArgument(() -> DOOR.events().commit(CommitEventsRequest.getDefaultInstance()), PROBLEM);
            Answered.invalidArgument(
                    () -> DOOR.events().commitForAggregate(CommitAggregateEventsRequest.getDefaultInstance()), PROBLEM);
            Answered.invalidArgument(
                    () -> DOOR.events().fetchForAggregate(FetchForAggregateRequest.getDefaultInstance()), PROBLEM);
            Answered.invalidArgument(
                    () -> DOOR.events()
                            .fetchForAggregateInBatches(FetchForAggregateInBatchesRequest.getDefaultInstance())
                            .next(),
                    PROBLEM);
            Answered.invalidArgument(
                    () -> EventTypesGrpc.newBlockingStub(DOOR.channel())
                            .register(EventTypeRegistrationRequest.getDefaultInstance()),
                    PROBLEM);
            Answered.invalidArgument(
                    () -> AggregateRootsGrpc.newBlockingStub(DOOR.channel())
                            .registerAlias(AggregateRootAliasRegistrationRequest.getDefaultInstance()),
                    PROBLEM);
            Answered.invalidArgument(
                    () -> TenantsGrpc.newBlockingStub(DOOR.channel()).getAll(GetAllRequest.getDefaultInstance()),
                    PROBLEM);
            Answered.invalidArgument(
                    () -> ResourcesGrpc.newBlockingStub(DOOR.channel()).getMongoDB(GetRequest.getDefaultInstance()),
                    PROBLEM);
        }
    }

    @Nested
    class when_the_context_is_incomplete {
        @ParameterizedTest
        @MethodSource("io.pushmi.runtime.doors.dolittle.MalformedRequestsSpec#incomplete")
        void names_the_field(Incomplete incomplete) {
            Answered.invalidArgument(
                    () -> DOOR.events()
                            .commit(Requests.commit(event()).toBuilder()
                                    .setCallContext(incomplete.call())
                                    .build()),
                    incomplete.problem());
            Answered.invalidArgument(
                    () -> DOOR.events()
                            .fetchForAggregateInBatches(Requests.fetchInBatches("a").toBuilder()
                                    .setCallContext(incomplete.call())
                                    .build())
                            .next(),
                    incomplete.problem());
        }
    }

    @Nested
    class when_an_event_is_malformed {
        @Test
        void names_the_event_and_its_field() {
            refusesEvent(event().clearEventType(), "events[1].eventType: " + NO_ARTIFACT);
            refusesEvent(event().setEventType(Artifact.getDefaultInstance()), "events[1].eventType.id: " + NO_UUID);
            refusesEvent(
                    event().setEventType(Artifact.newBuilder().setId(bytes(3))),
                    "events[1].eventType.id: expected 16 bytes, found 3");
            refusesEvent(
                    event(ByteString.copyFrom(new byte[] {(byte) 0xC3})),
                    "events[1].eventSourceId: expected UTF-8 text or a Uuid, found 1 bytes that are neither");
        }

        private static void refusesEvent(UncommittedEvent.Builder malformed, String problem) {
            Answered.invalidArgument(() -> DOOR.events().commit(Requests.commit(event(), malformed)), problem);
        }
    }

    @Nested
    class when_events_of_an_aggregate_are_malformed {
        private final CommitAggregateEventsRequest request = Requests.commitForAggregate("a", 0, applied());

        @Test
        void names_the_field_of_the_aggregate() {
            refuses(request.toBuilder().clearEvents(), "events: expected UncommittedAggregateEvents, found nothing");
            refuses(with(request.getEvents().toBuilder().clearAggregateRootId()), "events.aggregateRootId: " + NO_UUID);
            refuses(
                    with(request.getEvents().toBuilder().setAggregateRootId(bytes(1))),
                    "events.aggregateRootId: expected 16 bytes, found 1");
            refuses(
                    with(request.getEvents().toBuilder().setExpectedAggregateRootVersion(-1)),
                    "events.expectedAggregateRootVersion: expected at most 9223372036854775807, found"
                            + " 18446744073709551615");
            refuses(
                    with(request.getEvents().toBuilder().setEventSourceId(ByteString.copyFrom(new byte[] {-1, -2}))),
                    "events.eventSourceId: expected UTF-8 text or a Uuid, found 2 bytes that are neither");
        }

        @Test
        void names_the_event_and_its_field() {
            refuses(
                    with(request.getEvents().toBuilder().addEvents(applied().clearEventType())),
                    "events.events[1].eventType: " + NO_ARTIFACT);
        }

        private CommitAggregateEventsRequest.Builder with(UncommittedAggregateEvents.Builder events) {
            return request.toBuilder().setEvents(events);
        }

        private static void refuses(CommitAggregateEventsRequest.Builder malformed, String problem) {
            Answered.invalidArgument(() -> DOOR.events().commitForAggregate(malformed.build()), problem);
        }
    }

    @Nested
    class when_a_fetch_is_malformed {
        @Test
        void names_the_field_of_the_aggregate() {
            Answered.invalidArgument(
                    () -> DOOR.events()
                            .fetchForAggregate(Requests.fetch("a").toBuilder()
                                    .clearAggregate()
                                    .build()),
                    "aggregate: expected an Aggregate, found nothing");
            FetchForAggregateInBatchesRequest.Builder rootless = Requests.fetchInBatches("a").toBuilder();
            rootless.getAggregateBuilder().clearAggregateRootId();
            Answered.invalidArgument(
                    () -> DOOR.events()
                            .fetchForAggregateInBatches(rootless.build())
                            .next(),
                    "aggregate.aggregateRootId: " + NO_UUID);
        }

        @Test
        void names_the_event_type() {
            FetchForAggregateInBatchesRequest.Builder request =
                    Requests.fetchTypes("a", Requests.TYPE, Requests.TYPE).toBuilder();
            request.getFetchEventsBuilder().getEventTypesBuilder(1).setId(bytes(5));

            Answered.invalidArgument(
                    () -> DOOR.events()
                            .fetchForAggregateInBatches(request.build())
                            .next(),
                    "fetchEvents.eventTypes[1].id: expected 16 bytes, found 5");
        }
    }

    @Nested
    class when_a_declaration_is_malformed {
        @Test
        void names_the_field() {
            Answered.invalidArgument(
                    () -> EventTypesGrpc.newBlockingStub(DOOR.channel())
                            .register(EventTypeRegistrationRequest.newBuilder()
                                    .setCallContext(call())
                                    .build()),
                    "eventType: " + NO_ARTIFACT);
            Answered.invalidArgument(
                    () -> AggregateRootsGrpc.newBlockingStub(DOOR.channel())
                            .registerAlias(AggregateRootAliasRegistrationRequest.newBuilder()
                                    .setCallContext(call())
                                    .setAggregateRoot(Artifact.newBuilder().setId(bytes(2)))
                                    .build()),
                    "aggregateRoot.id: expected 16 bytes, found 2");
        }
    }
}
