package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.OTHER_TENANT;
import static io.pushmi.runtime.doors.dolittle.Requests.ROOT;
import static io.pushmi.runtime.doors.dolittle.Requests.TENANT;
import static io.pushmi.runtime.doors.dolittle.Requests.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.aggregates.management.AggregateRoot;
import io.pushmi.contracts.runtime.aggregates.management.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.aggregates.management.GetAllRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetEventsRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetEventsResponse;
import io.pushmi.contracts.runtime.aggregates.management.GetOneRequest;
import io.pushmi.contracts.runtime.aggregates.management.TenantScopedEventSource;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.management.EventType;
import io.pushmi.contracts.runtime.events.management.EventTypesGrpc;
import io.pushmi.runtime.events.RegisteredArtifact;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What operators are shown of event types and aggregates. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManagingArtifactsSpec {
    private static final UUID NEVER_INTRODUCED = UUID.fromString("deadbeef-1111-4222-8333-444455556666");

    private final Door door = Door.configured(Map.of(
            "DOLITTLE__RUNTIME__TENANTS__" + TENANT + "__RESOURCES__READMODELS__DATABASE", "one",
            "DOLITTLE__RUNTIME__TENANTS__" + OTHER_TENANT + "__RESOURCES__READMODELS__DATABASE", "other"));

    @AfterEach
    void close() {
        door.close();
    }

    private void introduce(UUID root, String alias) {
        door.artifacts()
                .registerAggregateRoot(new RegisteredArtifact(root.toString(), 2, alias))
                .block();
    }

    private void commit(UUID tenant, String source, long expected) {
        CommitAggregateEventsRequest request = Requests.commitForAggregate(source, expected, Requests.applied());
        assertThat(door.events()
                        .commitForAggregate(request.toBuilder()
                                .setCallContext(Requests.callFor(tenant))
                                .build())
                        .hasFailure())
                .isFalse();
    }

    @Nested
    class when_event_types_are_listed {
        private List<EventType> listed() {
            return EventTypesGrpc.newBlockingStub(door.management())
                    .getAll(io.pushmi.contracts.runtime.events.management.GetAllRequest.getDefaultInstance())
                    .getEventTypesList();
        }

        @Test
        void there_are_none_before_any_was_introduced() {
            assertThat(listed()).isEmpty();
        }

        @Test
        void each_comes_once_with_its_generation_and_its_alias() {
            door.artifacts()
                    .registerEventType(new RegisteredArtifact(TYPE.toString(), 3, "CustomerMoved"))
                    .block();

            assertThat(listed())
                    .containsExactly(EventType.newBuilder()
                            .setEventType(Artifact.newBuilder()
                                    .setId(Requests.uuid(TYPE))
                                    .setGeneration(3))
                            .setAlias("CustomerMoved")
                            .build());
        }

        @Test
        void one_without_a_name_says_so() {
            door.artifacts()
                    .registerEventType(new RegisteredArtifact(TYPE.toString(), 1, ""))
                    .block();

            assertThat(listed()).extracting(EventType::getAlias).containsExactly("No alias");
        }

        @Test
        void there_can_be_more_than_are_read_at_a_time() {
            for (int i = 0; i < 250; i++) {
                door.artifacts()
                        .registerEventType(new RegisteredArtifact(new UUID(7, i).toString(), 1, "type " + i))
                        .block();
            }

            assertThat(listed()).hasSize(250).doesNotHaveDuplicates();
        }

        @Test
        void a_store_that_is_gone_is_told() {
            door.crashStore();

            Answered.failure(
                    EventTypesGrpc.newBlockingStub(door.management())
                            .getAll(io.pushmi.contracts.runtime.events.management.GetAllRequest.getDefaultInstance())
                            .getFailure(),
                    FailureType.EVENT_STORE_UNAVAILABLE);
        }
    }

    @Nested
    class when_aggregates_are_listed {
        @Test
        void each_root_has_those_of_all_tenants() {
            introduce(ROOT, "Customer");
            commit(TENANT, "first", 0);
            commit(TENANT, "first", 1);
            commit(OTHER_TENANT, "second", 0);

            assertThat(all(GetAllRequest.getDefaultInstance())).singleElement().satisfies(root -> {
                assertThat(root.getAggregateRoot().getId()).isEqualTo(Requests.uuid(ROOT));
                assertThat(root.getAggregateRoot().getGeneration()).isEqualTo(2);
                assertThat(root.getAlias()).isEqualTo("Customer");
                assertThat(root.getEventSourcesList())
                        .containsExactlyInAnyOrder(source(TENANT, "first", 2), source(OTHER_TENANT, "second", 1));
            });
        }

        @Test
        void a_root_may_have_none() {
            introduce(ROOT, "Customer");

            assertThat(all(GetAllRequest.getDefaultInstance()))
                    .singleElement()
                    .satisfies(root -> assertThat(root.getEventSourcesList()).isEmpty());
        }

        @Test
        void a_root_that_nobody_introduced_is_there_if_it_has_any() {
            commit(TENANT, "first", 0);

            assertThat(all(GetAllRequest.getDefaultInstance())).singleElement().satisfies(root -> {
                assertThat(root.getAggregateRoot().getId()).isEqualTo(Requests.uuid(ROOT));
                assertThat(root.getAlias()).isEqualTo("No alias");
            });
        }

        @Test
        void they_can_be_those_of_one_tenant() {
            commit(TENANT, "first", 0);
            commit(OTHER_TENANT, "second", 0);

            GetAllRequest request = GetAllRequest.newBuilder()
                    .setTenantId(Requests.uuid(OTHER_TENANT))
                    .build();
            assertThat(all(request).get(0).getEventSourcesList()).containsExactly(source(OTHER_TENANT, "second", 1));
        }

        @Test
        void a_tenant_that_is_not_configured_is_named() {
            UUID unknown = UUID.randomUUID();
            GetAllRequest request = GetAllRequest.newBuilder()
                    .setTenantId(Requests.uuid(unknown))
                    .build();

            Answered.failure(
                    stub().getAll(request).getFailure(), FailureType.OTHER, unknown.toString(), TENANT.toString());
        }

        @Test
        void there_can_be_more_than_are_read_at_a_time() {
            for (int i = 0; i < 600; i++) {
                commit(TENANT, "source " + i, 0);
            }

            assertThat(all(GetAllRequest.getDefaultInstance()).get(0).getEventSourcesList())
                    .hasSize(600)
                    .doesNotHaveDuplicates();
        }

        private List<AggregateRoot> all(GetAllRequest request) {
            return stub().getAll(request).getAggregateRootsList();
        }
    }

    @Nested
    class when_one_aggregate_root_is_asked_for {
        @Test
        void it_comes_with_its_aggregates_alone() {
            introduce(ROOT, "Customer");
            commit(TENANT, "first", 0);
            door.events()
                    .commitForAggregate(CommitAggregateEventsRequest.newBuilder()
                            .setCallContext(Requests.call())
                            .setEvents(
                                    Requests.commitForAggregate("second", 0, Requests.applied()).getEvents().toBuilder()
                                            .setAggregateRootId(Requests.uuid(NEVER_INTRODUCED)))
                            .build());

            AggregateRoot root = one(ROOT);

            assertThat(root.getAlias()).isEqualTo("Customer");
            assertThat(root.getEventSourcesList()).containsExactly(source(TENANT, "first", 1));
        }

        @Test
        void one_that_nobody_introduced_is_looked_up_all_the_same() {
            AggregateRoot root = one(NEVER_INTRODUCED);

            assertThat(root.getAggregateRoot().getId()).isEqualTo(Requests.uuid(NEVER_INTRODUCED));
            assertThat(root.getAlias()).isEqualTo("No alias");
            assertThat(root.getEventSourcesList()).isEmpty();
        }

        @Test
        void its_id_must_be_there() {
            Answered.invalidArgument(
                    () -> stub().getOne(GetOneRequest.getDefaultInstance()),
                    "aggregateRootId: expected a Uuid, found nothing");
        }

        private AggregateRoot one(UUID root) {
            return stub().getOne(GetOneRequest.newBuilder()
                            .setAggregateRootId(Requests.uuid(root))
                            .build())
                    .getAggregateRoot();
        }
    }

    @Nested
    class when_the_events_of_an_aggregate_are_asked_for {
        @Test
        void all_of_them_come_with_its_version() {
            commit(OTHER_TENANT, "first", 0);
            commit(OTHER_TENANT, "first", 1);
            commit(OTHER_TENANT, "second", 0);

            GetEventsResponse answer = events(OTHER_TENANT, "first");

            assertThat(answer.hasFailure()).isFalse();
            assertThat(answer.getEvents().getCurrentAggregateRootVersion()).isEqualTo(2);
            assertThat(answer.getEvents().getEventsList())
                    .extracting(CommittedAggregateEvent::getEventLogSequenceNumber)
                    .containsExactly(0L, 1L);
        }

        @Test
        void an_aggregate_that_does_not_exist_has_none() {
            GetEventsResponse answer = events(TENANT, "nobody");

            assertThat(answer.hasFailure()).isFalse();
            assertThat(answer.getEvents().getCurrentAggregateRootVersion()).isZero();
            assertThat(answer.getEvents().getEventsList()).isEmpty();
        }

        @Test
        void the_tenant_must_be_there_and_configured() {
            UUID unknown = UUID.randomUUID();

            Answered.invalidArgument(
                    () -> stub().getEvents(GetEventsRequest.newBuilder()
                            .setAggregate(Requests.aggregate(Requests.text("first")))
                            .build()),
                    "tenantId: expected a Uuid, found nothing");
            Answered.failure(events(unknown, "first").getFailure(), FailureType.OTHER, unknown.toString());
        }

        private GetEventsResponse events(UUID tenant, String source) {
            return stub().getEvents(GetEventsRequest.newBuilder()
                    .setAggregate(Requests.aggregate(Requests.text(source)))
                    .setTenantId(Requests.uuid(tenant))
                    .build());
        }
    }

    private AggregateRootsGrpc.AggregateRootsBlockingStub stub() {
        return AggregateRootsGrpc.newBlockingStub(door.management());
    }

    private static TenantScopedEventSource source(UUID tenant, String source, long version) {
        return TenantScopedEventSource.newBuilder()
                .setTenantId(Requests.uuid(tenant))
                .setEventSourceId(source)
                .setAggregateRootVersion(version)
                .build();
    }
}
