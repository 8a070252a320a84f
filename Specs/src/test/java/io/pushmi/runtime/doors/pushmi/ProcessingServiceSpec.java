package io.pushmi.runtime.doors.pushmi;

import static io.pushmi.runtime.processing.Standing.HANDLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.pushmi.contracts.processing.v1.AwaitHandledRequest;
import io.pushmi.contracts.processing.v1.AwaitHandledResponse;
import io.pushmi.contracts.processing.v1.AwaitOutcome;
import io.pushmi.contracts.processing.v1.ProcessingGrpc;
import io.pushmi.contracts.processing.v1.ProcessorKind;
import io.pushmi.contracts.processing.v1.ProcessorReference;
import io.pushmi.runtime.processing.AwaitResult;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.RecordingProcessors;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** {@code pushmi.processing.v1.Processing}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessingServiceSpec {
    private final RecordingProcessors processors = new RecordingProcessors();
    private final Socket socket =
            new Socket(new ProcessingService(processors, new Tenants(List.of(TenantId.DEVELOPMENT))));

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void waits_for_a_processor_as_long_as_it_is_told_to() {
        AwaitHandledResponse response = await(request());

        assertThat(response.getOutcome()).isEqualTo(AwaitOutcome.AWAIT_OUTCOME_HANDLED);
        assertThat(processors.asked())
                .containsExactly("await " + HANDLER + " of " + TenantId.DEVELOPMENT + " at 17 for PT1.5S");
    }

    @Test
    void says_which_partitions_it_waited_for_in_vain() {
        processors.answer(new AwaitResult.NotInTime(List.of(Standing.failing("a", "no such dish", null))));

        AwaitHandledResponse response = await(request());

        assertThat(response.getOutcome()).isEqualTo(AwaitOutcome.AWAIT_OUTCOME_NOT_IN_TIME);
        assertThat(response.getTroubledList())
                .containsExactly(ProcessorFields.write(Standing.failing("a", "no such dish", null)));
    }

    @Test
    void names_no_more_than_a_hundred_of_them() {
        List<PartitionStatus> many = Collections.nCopies(500, Standing.parked("a"));
        processors.answer(new AwaitResult.NotInTime(many));

        assertThat(await(request()).getTroubledCount()).isEqualTo(100);
    }

    @Test
    void says_that_nobody_is_there() {
        processors.answer(new AwaitResult.NotConnected());

        assertThat(await(request()).getOutcome()).isEqualTo(AwaitOutcome.AWAIT_OUTCOME_NOT_CONNECTED);
    }

    @Test
    void refuses_to_wait_for_no_time_or_forever() {
        assertThatThrownBy(() -> await(request().clearLongest()))
                .hasMessage("INVALID_ARGUMENT: longest: expected a duration, found nothing");
        assertThatThrownBy(
                        () -> await(request().setLongest(Duration.newBuilder().setSeconds(-1))))
                .hasMessage("INVALID_ARGUMENT: longest: expected a duration that is not negative, found -1 s and 0 ns");
        assertThatThrownBy(
                        () -> await(request().setLongest(Duration.newBuilder().setSeconds(601))))
                .hasMessage("INVALID_ARGUMENT: longest: expected at most 600 s, found PT10M1S");
    }

    private AwaitHandledResponse await(AwaitHandledRequest.Builder request) {
        return ProcessingGrpc.newBlockingStub(socket.channel()).awaitHandled(request.build());
    }

    private static AwaitHandledRequest.Builder request() {
        return AwaitHandledRequest.newBuilder()
                .setProcessor(ProcessorReference.newBuilder()
                        .setKind(ProcessorKind.PROCESSOR_KIND_EVENT_HANDLER)
                        .setId(HANDLER.value().toString()))
                .setTenant(TenantId.DEVELOPMENT.toString())
                .setPosition(17)
                .setLongest(Duration.newBuilder().setSeconds(1).setNanos(500_000_000));
    }
}
