package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.OTHER_TENANT;
import static io.pushmi.runtime.doors.dolittle.Requests.TENANT;
import static io.pushmi.runtime.processing.Standing.HANDLER;
import static io.pushmi.runtime.processing.Standing.NOW;
import static io.pushmi.runtime.processing.Standing.OTHER_HANDLER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.management.EventHandlerStatus;
import io.pushmi.contracts.runtime.events.processing.management.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.management.FailingPartition;
import io.pushmi.contracts.runtime.events.processing.management.GetAllRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetOneRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetOneResponse;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessAllEventsRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromTimestampRequest;
import io.pushmi.contracts.runtime.events.processing.management.TenantScopedStreamProcessorStatus;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What operators see of event handlers, and how they move them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManagingEventHandlersSpec {
    private static final TenantId ONE = new TenantId(TENANT);
    private static final TenantId OTHER = new TenantId(OTHER_TENANT);

    private final Door door = Door.configured(Map.of(
            "DOLITTLE__RUNTIME__TENANTS__" + TENANT + "__RESOURCES__READMODELS__DATABASE", "one",
            "DOLITTLE__RUNTIME__TENANTS__" + OTHER_TENANT + "__RESOURCES__READMODELS__DATABASE", "other"));

    @AfterEach
    void close() {
        door.close();
    }

    private EventHandlersGrpc.EventHandlersBlockingStub stub() {
        return EventHandlersGrpc.newBlockingStub(door.management());
    }

    @Nested
    class when_they_are_listed {
        @Test
        void each_that_is_connected_comes_with_what_it_handles_and_how_it_stands() {
            door.operated()
                    .connect(
                            Standing.partitioned(HANDLER, "Kitchen"),
                            Standing.done(HANDLER, ONE),
                            Standing.fresh(HANDLER, OTHER));

            assertThat(all(GetAllRequest.getDefaultInstance())).singleElement().satisfies(handler -> {
                assertThat(handler.getEventHandlerId()).isEqualTo(Requests.uuid(HANDLER.value()));
                assertThat(handler.getScopeId()).isEqualTo(Guids.ZERO);
                assertThat(handler.getAlias()).isEqualTo("Kitchen");
                assertThat(handler.getPartitioned()).isTrue();
                assertThat(handler.getEventTypesList()).containsExactly(Requests.artifact(Standing.TYPE));
                assertThat(handler.getTenantsList())
                        .extracting(TenantScopedStreamProcessorStatus::getTenantId)
                        .containsExactly(Requests.uuid(TENANT), Requests.uuid(OTHER_TENANT));
                assertThat(handler.getTenants(0).getStreamPosition()).isEqualTo(7);
                assertThat(handler.getTenants(0).getLastSuccessfullyProcessed()).isEqualTo(timestamp(NOW));
                assertThat(handler.getTenants(1).hasLastSuccessfullyProcessed()).isFalse();
            });
        }

        @Test
        void one_without_a_name_says_so() {
            door.operated().connect(Standing.sequential(HANDLER, null), Standing.done(HANDLER, ONE));

            assertThat(all(GetAllRequest.getDefaultInstance()))
                    .extracting(EventHandlerStatus::getAlias)
                    .containsExactly("No alias");
        }

        @Test
        void filters_are_not_among_them() {
            ProcessorId filter = new ProcessorId(ProcessorKind.FILTER, ScopeId.DEFAULT, HANDLER.value());
            door.operated().connect(Standing.sequential(filter, null), Standing.done(filter, ONE));

            assertThat(all(GetAllRequest.getDefaultInstance())).isEmpty();
        }

        @Test
        void they_can_be_shown_for_one_tenant() {
            door.operated()
                    .connect(
                            Standing.partitioned(HANDLER, null),
                            Standing.done(HANDLER, ONE),
                            Standing.fresh(HANDLER, OTHER));

            GetAllRequest request = GetAllRequest.newBuilder()
                    .setTenantId(Requests.uuid(OTHER_TENANT))
                    .build();
            assertThat(all(request).get(0).getTenantsList())
                    .extracting(TenantScopedStreamProcessorStatus::getTenantId)
                    .containsExactly(Requests.uuid(OTHER_TENANT));
        }

        @Test
        void a_store_that_is_gone_is_told() {
            door.operated().connect(Standing.partitioned(HANDLER, null));
            door.operated().failWith(new StorageUnavailable("the disk is full", null));

            Answered.failure(
                    stub().getAll(GetAllRequest.getDefaultInstance()).getFailure(),
                    FailureType.EVENT_STORE_UNAVAILABLE,
                    "the disk is full");
        }

        private List<EventHandlerStatus> all(GetAllRequest request) {
            return stub().getAll(request).getEventHandlersList();
        }
    }

    @Nested
    class when_something_fails {
        @Test
        void a_partitioned_one_shows_each_failing_partition_and_none_that_is_only_behind() {
            door.operated()
                    .connect(
                            Standing.partitioned(HANDLER, null),
                            Standing.troubled(
                                    HANDLER,
                                    ONE,
                                    true,
                                    Standing.failing("table 1", "no such dish", NOW.plusSeconds(5)),
                                    Standing.parked("table 2")));

            assertThat(one(HANDLER)
                            .getEventHandlers()
                            .getTenants(0)
                            .getPartitioned()
                            .getFailingPartitionsList())
                    .containsExactly(FailingPartition.newBuilder()
                            .setPartitionId("table 1")
                            .setStreamPosition(2)
                            .setFailureReason("no such dish")
                            .setRetryCount(3)
                            .setRetryTime(timestamp(NOW.plusSeconds(5)))
                            .setLastFailed(timestamp(NOW.minusSeconds(10)))
                            .build());
        }

        @Test
        void an_unpartitioned_one_shows_what_it_is_held_up_by() {
            door.operated()
                    .connect(
                            Standing.sequential(HANDLER, null),
                            Standing.troubled(HANDLER, ONE, false, Standing.failing("", "no such dish", null)));

            TenantScopedStreamProcessorStatus status =
                    one(HANDLER).getEventHandlers().getTenants(0);
            assertThat(status.hasPartitioned()).isFalse();
            assertThat(status.getUnpartitioned().getIsFailing()).isTrue();
            assertThat(status.getUnpartitioned().getFailureReason()).isEqualTo("no such dish");
            assertThat(status.getUnpartitioned().getRetryCount()).isEqualTo(3);
            assertThat(status.getUnpartitioned().getRetryTime()).isEqualTo(timestamp(ProcessorStatuses.NEVER));
        }

        @Test
        void an_unpartitioned_one_that_does_not_fail_says_so() {
            door.operated().connect(Standing.sequential(HANDLER, null), Standing.troubled(HANDLER, ONE, false));

            TenantScopedStreamProcessorStatus status =
                    one(HANDLER).getEventHandlers().getTenants(0);
            assertThat(status.hasUnpartitioned()).isTrue();
            assertThat(status.getUnpartitioned().getIsFailing()).isFalse();
        }
    }

    @Nested
    class when_one_is_asked_for {
        @Test
        void it_is_found_among_the_others() {
            door.operated().connect(Standing.partitioned(OTHER_HANDLER, "Other"), Standing.done(OTHER_HANDLER, ONE));
            door.operated().connect(Standing.partitioned(HANDLER, "Kitchen"), Standing.done(HANDLER, ONE));

            assertThat(one(HANDLER).getEventHandlers().getAlias()).isEqualTo("Kitchen");
        }

        @Test
        void one_that_is_not_connected_is_a_failure() {
            Answered.failure(
                    one(HANDLER).getFailure(),
                    FailureType.EVENT_HANDLER_NOT_REGISTERED,
                    HANDLER.value().toString());
        }

        @Test
        void its_ids_must_be_there() {
            Answered.invalidArgument(
                    () -> stub().getOne(GetOneRequest.getDefaultInstance()), "scopeId: expected a Uuid, found nothing");
            Answered.invalidArgument(
                    () -> stub().getOne(GetOneRequest.newBuilder()
                            .setScopeId(Guids.ZERO)
                            .build()),
                    "eventHandlerId: expected a Uuid, found nothing");
        }
    }

    @Nested
    class when_events_are_delivered_again {
        @Test
        void from_an_event_on_for_one_tenant() {
            door.operated().connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));

            assertThat(from(TENANT, 4)).isEqualTo(Failure.getDefaultInstance());
            assertThat(door.operated().asked()).containsExactly("reprocess " + HANDLER + " of " + TENANT + " from 4");
        }

        @Test
        void all_of_them_for_every_tenant() {
            door.operated()
                    .connect(
                            Standing.partitioned(HANDLER, null),
                            Standing.done(HANDLER, ONE),
                            Standing.done(HANDLER, OTHER));

            assertThat(allAgain().getId()).isEqualTo(Uuid.getDefaultInstance());
            assertThat(door.operated().asked())
                    .containsExactly(
                            "reprocess " + HANDLER + " of " + TENANT + " from 0",
                            "reprocess " + HANDLER + " of " + OTHER_TENANT + " from 0");
        }

        @Test
        void a_tenant_that_cannot_be_moved_does_not_keep_the_others_where_they_are() {
            door.operated()
                    .connect(
                            Standing.partitioned(HANDLER, null),
                            Standing.done(HANDLER, ONE),
                            Standing.done(HANDLER, OTHER));
            door.operated().answer(ONE, new OperationResult.Refused("it is stopping"));

            Answered.failure(allAgain(), FailureType.CANNOT_REPROCESS_FROM_THERE, TENANT.toString(), "it is stopping");
            assertThat(door.operated().asked()).hasSize(2);
        }

        @Test
        void from_an_instant_on_which_is_in_milliseconds() {
            door.events().commit(Requests.commit(Requests.event(), Requests.event()));
            door.operated().connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));

            assertThat(fromTimestamp(0)).isEqualTo(Failure.getDefaultInstance());
            assertThat(fromTimestamp(Instant.now().plusSeconds(60).toEpochMilli()))
                    .isEqualTo(Failure.getDefaultInstance());

            assertThat(door.operated().asked())
                    .containsExactly(
                            "reprocess " + HANDLER + " of " + TENANT + " from 0",
                            "reprocess " + HANDLER + " of " + TENANT + " from 2");
        }

        @Test
        void a_place_beyond_the_end_is_refused() {
            door.operated().connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));
            door.operated().answer(ONE, new OperationResult.Refused("event 4 is beyond the end, which is 2"));

            Answered.failure(
                    from(TENANT, 4), FailureType.CANNOT_REPROCESS_FROM_THERE, "event 4 is beyond the end, which is 2");
            Answered.failure(from(TENANT, -1), FailureType.CANNOT_REPROCESS_FROM_THERE, "found 18446744073709551615");
            Answered.failure(fromTimestamp(-1), FailureType.CANNOT_REPROCESS_FROM_THERE, "found 18446744073709551615");
        }

        @Test
        void only_to_a_handler_that_is_connected() {
            Answered.failure(from(TENANT, 0), FailureType.EVENT_HANDLER_NOT_REGISTERED);
            Answered.failure(fromTimestamp(0), FailureType.EVENT_HANDLER_NOT_REGISTERED);
            Answered.failure(allAgain(), FailureType.EVENT_HANDLER_NOT_REGISTERED);
        }

        @Test
        void only_for_a_tenant_that_it_runs_for() {
            UUID unknown = UUID.randomUUID();
            door.operated().connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, OTHER));
            door.operated().answer(ONE, OperationResult.NOT_FOR_TENANT);

            Answered.failure(from(unknown, 0), FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT, unknown.toString());
            Answered.failure(from(TENANT, 0), FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT);
            Answered.failure(fromTimestamp(0), FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT);
        }

        private Failure from(UUID tenant, long position) {
            return stub().reprocessEventsFrom(ReprocessEventsFromRequest.newBuilder()
                            .setTenantId(Requests.uuid(tenant))
                            .setScopeId(Guids.ZERO)
                            .setEventHandlerId(Requests.uuid(HANDLER.value()))
                            .setStreamPosition(position)
                            .build())
                    .getFailure();
        }

        private Failure fromTimestamp(long millis) {
            return stub().reprocessEventsFromTimestamp(ReprocessEventsFromTimestampRequest.newBuilder()
                            .setTenantId(Requests.uuid(TENANT))
                            .setScopeId(Guids.ZERO)
                            .setEventHandlerId(Requests.uuid(HANDLER.value()))
                            .setStreamPosition(millis)
                            .build())
                    .getFailure();
        }

        private Failure allAgain() {
            return stub().reprocessAllEvents(ReprocessAllEventsRequest.newBuilder()
                            .setScopeId(Guids.ZERO)
                            .setEventHandlerId(Requests.uuid(HANDLER.value()))
                            .build())
                    .getFailure();
        }
    }

    private GetOneResponse one(ProcessorId handler) {
        return stub().getOne(GetOneRequest.newBuilder()
                .setScopeId(Guids.ZERO)
                .setEventHandlerId(Requests.uuid(handler.value()))
                .build());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
