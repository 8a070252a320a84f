package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.HANDLER;
import static io.pushmi.runtime.processing.ProcessingFixture.TENANT;
import static io.pushmi.runtime.processing.ProcessingFixture.partitioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Several clients of one Runtime that register the same processor. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeveralClientsSpec {
    private static final ClientId ONE = new ClientId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final ClientId OTHER = new ClientId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final ClientId THIRD = new ClientId(UUID.fromString("00000000-0000-4000-8000-000000000003"));

    private final ProcessingFixture fixture = new ProcessingFixture();
    private final RecordingTarget ones = RecordingTarget.prompt();
    private final RecordingTarget others = RecordingTarget.prompt();
    private final RecordingTarget thirds = RecordingTarget.prompt();

    private RegistrationResult register(ClientId client, ProcessorDefinition definition, RecordingTarget target) {
        return fixture.now(fixture.processors().register(definition, client, tenant -> target));
    }

    private Registration registered(ClientId client, RecordingTarget target) {
        return ((RegistrationResult.Registered) register(client, partitioned(2), target)).registration();
    }

    private void stop(Registration registration) {
        fixture.now(registration.stop(Duration.ZERO));
        fixture.calm();
    }

    @Nested
    class when_another_client_registers_the_same {
        private final Registration first = registered(ONE, ones);
        private final Registration second = registered(OTHER, others);
        private final Registration third = registered(THIRD, thirds);

        @Test
        void it_stands_by() {
            fixture.wanted("a", "b");
            fixture.calm();
            assertThat(ones.positions()).containsExactlyInAnyOrder(0L, 1L);
            assertThat(others.positions()).isEmpty();
            assertThat(second.stopped().toCompletableFuture()).isNotDone();
        }

        @Test
        void it_goes_on_at_once_where_the_first_stopped() {
            fixture.wanted("a", "b");
            fixture.calm();
            stop(first);
            fixture.wanted("a");
            fixture.calm();
            assertThat(others.positions()).containsExactly(2L);
            assertThat(thirds.positions()).isEmpty();
        }

        @Test
        void who_leaves_the_line_is_passed_over() {
            stop(second);
            stop(first);
            fixture.wanted("a");
            fixture.calm();
            assertThat(thirds.positions()).containsExactly(0L);
            assertThat(others.positions()).isEmpty();
            assertThat(third.stopped().toCompletableFuture()).isNotDone();
        }

        @Test
        void there_is_one_processor_and_operators_reach_who_runs_it() {
            assertThat(fixture.processors().connected()).containsExactly(partitioned(2));
            assertThat(statuses())
                    .singleElement()
                    .satisfies(status -> assertThat(status.standsBy()).isFalse());
            fixture.wanted("a");
            fixture.calm();
            assertThat(fixture.now(fixture.processors().reprocessFrom(HANDLER, TENANT, SequenceNumber.FIRST)))
                    .isEqualTo(OperationResult.DONE);
            fixture.calm();
            assertThat(ones.positions()).containsExactly(0L, 0L);
        }

        private List<ProcessorStatus> statuses() {
            return fixture.now(fixture.processors().status(HANDLER, Optional.empty()))
                    .orElseThrow();
        }

        @Test
        void all_end_with_the_Runtime() {
            CompletableFuture<Void> closed =
                    fixture.processors().close(Duration.ZERO).toCompletableFuture();
            fixture.pass(Duration.ofSeconds(1));
            assertThat(closed).isCompleted();
            assertThat(List.of(first, second, third))
                    .allSatisfy(one ->
                            assertThat(one.stopped().toCompletableFuture()).isCompleted());
        }
    }

    @Nested
    class when_it_cannot_stand_by {
        when_it_cannot_stand_by() {
            Registration unused = registered(ONE, ones);
        }

        @Test
        void the_same_client_is_refused() {
            assertThat(register(ONE, partitioned(2), others))
                    .isEqualTo(new RegistrationResult.AlreadyRegistered("by the same client " + ONE));
        }

        @Test
        void another_definition_is_refused_with_what_differs() {
            assertThat(register(OTHER, partitioned(3), others))
                    .isEqualTo(new RegistrationResult.AlreadyRegistered(
                            "by client " + ONE + " with another definition: concurrency 2, not 3"));
        }

        @Test
        void who_does_not_say_who_it_is_is_refused() {
            assertThat(fixture.now(fixture.processors().register(partitioned(2), tenant -> others)))
                    .isInstanceOf(RegistrationResult.AlreadyRegistered.class);
        }
    }
}
