package io.pushmi.runtime.doors.pushmi;

import static io.pushmi.runtime.processing.Standing.HANDLER;
import static io.pushmi.runtime.processing.Standing.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.management.v1.ListPartitionsRequest;
import io.pushmi.contracts.management.v1.ListProcessorsRequest;
import io.pushmi.contracts.management.v1.ProcessorStanding;
import io.pushmi.contracts.management.v1.ProcessorsGrpc;
import io.pushmi.contracts.management.v1.ReprocessRequest;
import io.pushmi.contracts.management.v1.RetryPartitionRequest;
import io.pushmi.contracts.management.v1.SkipEventRequest;
import io.pushmi.contracts.processing.v1.ProcessorKind;
import io.pushmi.contracts.processing.v1.ProcessorReference;
import io.pushmi.runtime.events.Logs;
import io.pushmi.runtime.management.Reprocessing;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.RecordingProcessors;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code pushmi.management.v1.Processors}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessorsServiceSpec {
    private static final TenantId ONE = TenantId.DEVELOPMENT;
    private static final TenantId OTHER = new TenantId(UUID.fromString("900893e7-c4cc-4873-8032-884e965e4b97"));
    private static final ProcessorReference REFERENCE = ProcessorReference.newBuilder()
            .setKind(ProcessorKind.PROCESSOR_KIND_EVENT_HANDLER)
            .setId(HANDLER.value().toString())
            .build();

    private final RecordingProcessors processors = new RecordingProcessors();
    private final Logs logs = new Logs(ONE, OTHER);
    private final Socket socket = new Socket(new ProcessorsService(
            processors, new Reprocessing(processors, logs.reading()), new Tenants(List.of(ONE, OTHER))));

    @AfterEach
    void close() {
        socket.close();
        logs.close();
    }

    private ProcessorsGrpc.ProcessorsBlockingStub stub() {
        return ProcessorsGrpc.newBlockingStub(socket.channel());
    }

    @Nested
    class when_they_are_listed {
        @Test
        void each_comes_with_what_it_gets_and_how_it_stands_for_every_tenant() {
            processors.connect(
                    Standing.partitioned(HANDLER, "Kitchen"),
                    Standing.troubled(
                            HANDLER,
                            ONE,
                            true,
                            Standing.failing("a", "no", NOW),
                            Standing.parked("b"),
                            Standing.parked("c")),
                    Standing.fresh(HANDLER, OTHER));

            var listed = stub().listProcessors(ListProcessorsRequest.getDefaultInstance());

            assertThat(listed.getProcessorsList()).singleElement().satisfies(processor -> {
                assertThat(processor.getProcessor().getKind()).isEqualTo(ProcessorKind.PROCESSOR_KIND_EVENT_HANDLER);
                assertThat(processor.getProcessor().getScope()).isEqualTo(new UUID(0, 0).toString());
                assertThat(processor.getProcessor().getId())
                        .isEqualTo(HANDLER.value().toString());
                assertThat(processor.getAlias()).isEqualTo("Kitchen");
                assertThat(processor.getPartitioned()).isTrue();
                assertThat(processor.getConcurrency()).isEqualTo(1);
                assertThat(processor.getEventTypesList()).containsExactly(Standing.TYPE.toString());
                assertThat(processor.getTenants(0))
                        .isEqualTo(ProcessorStanding.newBuilder()
                                .setTenant(ONE.toString())
                                .setPosition(9)
                                .setStreamPosition(7)
                                .setLastHandled(CommitWriter.timestamp(NOW))
                                .setFailing(1)
                                .setParked(2)
                                .setLagEvents(6)
                                .setLagAge(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(180))
                                .build());
                assertThat(processor.getTenants(1).hasLastHandled()).isFalse();
            });
        }

        @Test
        void they_can_be_shown_for_one_tenant() {
            processors.connect(
                    Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE), Standing.fresh(HANDLER, OTHER));

            var listed = stub().listProcessors(ListProcessorsRequest.newBuilder()
                    .setTenant(OTHER.toString())
                    .build());

            assertThat(listed.getProcessors(0).getTenantsList())
                    .extracting(ProcessorStanding::getTenant)
                    .containsExactly(OTHER.toString());
        }
    }

    @Nested
    class when_partitions_are_listed {
        @Test
        void failing_and_parked_ones_come_with_everything_that_is_known() {
            processors.connect(
                    Standing.partitioned(HANDLER, null),
                    Standing.troubled(
                            HANDLER,
                            ONE,
                            true,
                            Standing.failing("a", "no such dish", NOW.plusSeconds(5)),
                            Standing.failing("b", "x".repeat(2_000), null),
                            Standing.parked("c")));

            var partitions = stub().listPartitions(partitions(REFERENCE, ONE)).getPartitionsList();

            assertThat(partitions.stream().map(ProcessorFields::read))
                    .containsExactly(
                            Standing.failing("a", "no such dish", NOW.plusSeconds(5)),
                            Standing.failing("b", "x".repeat(1_000), null),
                            Standing.parked("c"));
        }

        @Test
        void a_processor_that_is_not_connected_is_not_found() {
            assertStatus(
                    () -> stub().listPartitions(partitions(REFERENCE, ONE)),
                    Status.Code.NOT_FOUND,
                    "no client is connected for event handler " + HANDLER.value() + " in scope " + new UUID(0, 0));
        }

        @Test
        void one_that_does_not_run_for_the_tenant_is_not_found_either() {
            processors.connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, OTHER));

            assertStatus(
                    () -> stub().listPartitions(partitions(REFERENCE, ONE)),
                    Status.Code.NOT_FOUND,
                    "event handler " + HANDLER.value() + " in scope " + new UUID(0, 0)
                            + " is connected, but does not run for this tenant");
        }

        private ListPartitionsRequest partitions(ProcessorReference processor, TenantId tenant) {
            return ListPartitionsRequest.newBuilder()
                    .setProcessor(processor)
                    .setTenant(tenant.toString())
                    .build();
        }
    }

    @Nested
    class when_an_operator_steps_in {
        @Test
        void a_partition_is_tried_again() {
            processors.connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));

            stub().retryPartition(retry().setPartition("").build());

            assertThat(processors.asked()).containsExactly("retry " + HANDLER + " of " + ONE + " in ''");
        }

        @Test
        void an_event_is_skipped() {
            processors.connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));

            stub().skipEvent(skip().build());

            assertThat(processors.asked())
                    .containsExactly("skip " + HANDLER + " of " + ONE + " in 'a' at 3 by me because it is poison");
        }

        @Test
        void events_are_delivered_again_to_one_tenant_or_all() {
            processors.connect(
                    Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE), Standing.done(HANDLER, OTHER));

            stub().reprocess(ReprocessRequest.newBuilder()
                    .setProcessor(REFERENCE)
                    .setTenant(OTHER.toString())
                    .setPosition(4)
                    .build());
            stub().reprocess(ReprocessRequest.newBuilder()
                    .setProcessor(REFERENCE)
                    .setOccurred(CommitWriter.timestamp(NOW))
                    .build());

            assertThat(processors.asked())
                    .containsExactly(
                            "reprocess " + HANDLER + " of " + OTHER + " from 4",
                            "reprocess " + HANDLER + " of " + ONE + " from 0",
                            "reprocess " + HANDLER + " of " + OTHER + " from 0");
        }

        @Test
        void what_is_refused_is_told_with_the_reason() {
            processors.connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));
            processors.answer(ONE, new OperationResult.Refused("partition 'a' is at 5, not at 3"));

            assertStatus(
                    () -> stub().skipEvent(skip().build()),
                    Status.Code.FAILED_PRECONDITION,
                    "partition 'a' is at 5, not at 3");
        }

        @Test
        void a_store_that_is_gone_is_told() {
            processors.connect(Standing.partitioned(HANDLER, null), Standing.done(HANDLER, ONE));
            processors.failWith(new StorageUnavailable("the disk is full", null));

            assertStatus(
                    () -> stub().retryPartition(retry().setPartition("a").build()),
                    Status.Code.UNAVAILABLE,
                    "the disk is full");
        }
    }

    @Nested
    class when_a_request_is_malformed {
        @Test
        void the_field_is_named() {
            assertMalformed(skip().clearProcessor(), "processor: expected a ProcessorReference, found nothing");
            assertMalformed(
                    skip().setProcessor(REFERENCE.toBuilder().setKindValue(77)),
                    "processor.kind: expected one that the contract names, found 77");
            assertMalformed(
                    skip().setProcessor(REFERENCE.toBuilder().setId("kitchen")),
                    "processor.id: expected a UUID, found 'kitchen'");
            assertMalformed(
                    skip().setProcessor(REFERENCE.toBuilder().setScope("x")),
                    "processor.scope: expected a UUID, found 'x'");
            assertMalformed(skip().clearTenant(), "tenant: expected a UUID, found nothing");
            assertMalformed(skip().clearPartition(), "partition: expected the id of a partition, found nothing");
            assertMalformed(skip().clearPosition(), "position: expected the number of an event, found nothing");
            assertMalformed(skip().setBy(" "), "by: expected some text, found blanks");
            assertMalformed(
                    skip().setReason("x".repeat(1_001)), "reason: expected at most 1000 characters, found 1001");
            assertStatus(
                    () -> stub().reprocess(ReprocessRequest.newBuilder()
                            .setProcessor(REFERENCE)
                            .build()),
                    Status.Code.INVALID_ARGUMENT,
                    "from: expected position or occurred, found neither");
            assertThat(processors.asked()).isEmpty();
        }

        @Test
        void a_tenant_that_is_not_configured_is_named_with_those_that_are() {
            String unknown = UUID.randomUUID().toString();

            assertStatus(
                    () -> stub().skipEvent(skip().setTenant(unknown).build()),
                    Status.Code.FAILED_PRECONDITION,
                    "tenant " + unknown + " is not configured; configured are: " + ONE + ", " + OTHER);
        }

        private void assertMalformed(SkipEventRequest.Builder request, String says) {
            assertStatus(() -> stub().skipEvent(request.build()), Status.Code.INVALID_ARGUMENT, says);
        }
    }

    private static RetryPartitionRequest.Builder retry() {
        return RetryPartitionRequest.newBuilder().setProcessor(REFERENCE).setTenant(ONE.toString());
    }

    private static SkipEventRequest.Builder skip() {
        return SkipEventRequest.newBuilder()
                .setProcessor(REFERENCE)
                .setTenant(ONE.toString())
                .setPartition("a")
                .setPosition(3)
                .setBy("me")
                .setReason("it is poison");
    }

    private static void assertStatus(ThrowingCallable call, Status.Code code, String description) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.getStatus().getDescription()).isEqualTo(description);
        assertThat(refused.getStatus().getCode()).isEqualTo(code);
    }
}
