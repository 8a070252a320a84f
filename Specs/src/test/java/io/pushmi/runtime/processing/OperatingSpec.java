package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.HANDLER;
import static io.pushmi.runtime.processing.ProcessingFixture.TENANT;
import static io.pushmi.runtime.processing.ProcessingFixture.partitioned;
import static io.pushmi.runtime.processing.ProcessingFixture.sequential;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.processing.ProcessorStatus.Lag;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperatingSpec {
    private static final Outcome NEVER = new Outcome.Failed("no", Retry.NEVER);
    private static final Skip SKIP = new Skip("anna", "the customer is gone");
    private static final PartitionId A = new PartitionId("a");
    private static final PartitionId ALL = new PartitionId("");

    private final ProcessingFixture fixture = new ProcessingFixture();
    private final RecordingTarget target = RecordingTarget.prompt();

    @Nested
    class when_nobody_is_connected {
        @Test
        void it_says_so() {
            assertThat(fixture.processors().connected()).isEmpty();
            assertThat(fixture.now(fixture.processors().status(HANDLER, Optional.empty())))
                    .isEmpty();
            assertThat(fixture.now(fixture.processors().retryNow(HANDLER, TENANT, A)))
                    .isEqualTo(OperationResult.NOT_CONNECTED);
            assertThat(fixture.now(fixture.processors().awaitHandled(HANDLER, TENANT, at(0), Duration.ofSeconds(1))))
                    .isInstanceOf(AwaitResult.NotConnected.class);
        }

        @Test
        void it_says_so_of_another_tenant() {
            fixture.register(sequential(), target);
            assertThat(fixture.now(fixture.processors().retryNow(HANDLER, TenantId.SYSTEM, A)))
                    .isEqualTo(OperationResult.NOT_FOR_TENANT);
            assertThat(fixture.processors().connected()).containsExactly(sequential());
        }
    }

    @Nested
    class when_asked_how_it_stands {
        @Test
        void it_has_no_lag_when_nothing_is_waiting() {
            fixture.wanted("a");
            fixture.other(5);
            fixture.register(sequential(), target);
            fixture.calm();
            ProcessorStatus status = status();
            assertThat(status.lag()).isEqualTo(Lag.NONE);
            assertThat(status.position()).isEqualTo(at(1));
            assertThat(status.streamPosition()).isEqualTo(1);
            assertThat(status.lastHandled()).isEqualTo(fixture.time());
            assertThat(status.troubled()).isEmpty();
        }

        @Test
        void it_is_behind_by_the_events_from_the_first_that_waits() {
            fixture.other(2);
            fixture.wanted("a");
            fixture.other(3);
            target.answers(delivery -> null);
            fixture.register(sequential(), target);
            fixture.pass(Duration.ofMinutes(2));
            assertThat(status().lag()).isEqualTo(new Lag(4, Duration.ofMinutes(2)));
        }

        @Test
        void a_failing_partition_counts() {
            fixture.wanted("a", "b");
            target.answers(delivery -> delivery.partition().equals(A) ? NEVER : Outcome.SUCCEEDED);
            fixture.register(partitioned(2), target);
            fixture.calm();
            ProcessorStatus status = status();
            assertThat(status.position()).isEqualTo(at(2));
            assertThat(status.lag().events()).isEqualTo(2);
            assertThat(status.troubled())
                    .containsExactly(new PartitionStatus(
                            A, at(0), 0, PartitionStatus.State.FAILING, "no", 1, fixture.time(), null));
        }
    }

    @Nested
    class when_a_partition_is_to_be_tried_now {
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void it_is(boolean isPartitioned) {
            fail(isPartitioned);
            target.answers(delivery -> Outcome.SUCCEEDED);
            assertThat(fixture.now(fixture.processors().retryNow(HANDLER, TENANT, isPartitioned ? A : ALL)))
                    .isEqualTo(OperationResult.DONE);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.positions()).containsExactly(0L, 0L, 1L);
            assertThat(status().troubled()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void one_that_is_not_failing_is_refused(boolean isPartitioned) {
            fixture.register(isPartitioned ? partitioned(1) : sequential(), target);
            assertThat(fixture.now(fixture.processors().retryNow(HANDLER, TENANT, A)))
                    .isInstanceOf(OperationResult.Refused.class);
        }
    }

    @Nested
    class when_an_event_is_given_up {
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void it_goes_on_behind_it_and_tells_who_wanted_that(boolean isPartitioned) {
            Registration registration = fail(isPartitioned);
            target.answers(delivery -> Outcome.SUCCEEDED);
            assertThat(skip(isPartitioned, at(0))).isEqualTo(OperationResult.DONE);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.positions()).containsExactly(0L, 1L);
            assertThat(target.streamPositions()).containsExactly(0L, 1L);

            fixture.now(registration.stop(Duration.ZERO));
            assertThat(fixture.now(fixture.processors().skipped(HANDLER, TENANT)))
                    .singleElement()
                    .satisfies(skipped -> {
                        assertThat(skipped.skip()).isEqualTo(SKIP);
                        assertThat(skipped.position()).isEqualTo(at(0));
                        assertThat(skipped.partition()).isEqualTo(isPartitioned ? A : ALL);
                    });
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void it_stays_given_up_after_a_crash(boolean isPartitioned) {
            fail(isPartitioned);
            target.answers(delivery -> null);
            skip(isPartitioned, at(0));
            fixture.crash();
            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(isPartitioned ? partitioned(1) : sequential(), again);
            fixture.calm();
            assertThat(again.positions()).containsExactly(1L);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void another_event_than_it_is_at_is_refused(boolean isPartitioned) {
            fail(isPartitioned);
            assertThat(skip(isPartitioned, at(1)))
                    .isInstanceOfSatisfying(
                            OperationResult.Refused.class,
                            refused -> assertThat(refused.reason()).contains("at the event 0, not at 1"));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void nothing_changes_while_the_store_is_away(boolean isPartitioned) {
            fail(isPartitioned);
            fixture.states.trouble(100);
            CompletableFuture<OperationResult> result = fixture.processors()
                    .skip(HANDLER, TENANT, isPartitioned ? A : ALL, at(0), SKIP)
                    .toCompletableFuture();
            fixture.calm();
            assertThat(result)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(StorageUnavailable.class);
            fixture.states.trouble(0);
            fixture.pass(Duration.ofSeconds(10));
            assertThat(target.positions()).containsExactly(0L);
            assertThat(skip(isPartitioned, at(0))).isEqualTo(OperationResult.DONE);
        }
    }

    @Nested
    class when_it_is_moved_back {
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void it_gets_everything_from_there_on_with_the_same_stream_positions(boolean isPartitioned) {
            fixture.wanted("a", "b");
            fixture.other(1);
            fixture.wanted("a");
            fixture.register(isPartitioned ? partitioned(1) : sequential(), target);
            fixture.calm();
            assertThat(reprocess(at(1))).isEqualTo(OperationResult.DONE);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 1L, 3L, 1L, 3L);
            assertThat(target.streamPositions()).containsExactly(0L, 1L, 2L, 1L, 2L);
            assertThat(target.rewound).containsExactly(at(1));
        }

        @Test
        void what_is_being_handled_is_waited_for() {
            fixture.wanted("a", "b");
            target.answers(delivery -> null);
            fixture.register(sequential(), target);
            fixture.calm();
            CompletableFuture<OperationResult> result =
                    fixture.processors().reprocessFrom(HANDLER, TENANT, at(0)).toCompletableFuture();
            fixture.pass(Duration.ofMinutes(1));
            assertThat(result).isNotDone();
            target.answer(0, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(result).isCompletedWithValue(OperationResult.DONE);
            assertThat(target.positions()).containsExactly(0L, 0L);
        }

        @Test
        void its_troubled_partitions_are_forgotten_also_by_a_crash_right_after() {
            fixture.wanted("a", "a", "b");
            target.answers(delivery -> delivery.partition().equals(A) ? NEVER : Outcome.SUCCEEDED);
            fixture.register(partitioned(1), target);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(fixture.savedPartitions()).hasSize(1);
            target.answers(delivery -> null);
            assertThat(reprocess(at(0))).isEqualTo(OperationResult.DONE);
            assertThat(fixture.savedPartitions()).isEmpty();
            fixture.crash();
            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(partitioned(1), again);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(again.positions()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void beyond_the_end_is_refused_naming_both() {
            fixture.wanted("a");
            fixture.register(sequential(), target);
            assertThat(reprocess(at(2)))
                    .isInstanceOfSatisfying(
                            OperationResult.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("to 2")
                                    .contains("ends at 1"));
            assertThat(reprocess(at(1))).isEqualTo(OperationResult.DONE);
        }

        @Test
        void a_target_that_cannot_go_back_leaves_it_where_it_is() {
            fixture.wanted("a", "b");
            fixture.register(sequential(), target);
            fixture.calm();
            target.rewinding = CompletableFuture.failedFuture(new StorageUnavailable("no", null));
            CompletableFuture<OperationResult> result =
                    fixture.processors().reprocessFrom(HANDLER, TENANT, at(0)).toCompletableFuture();
            fixture.calm();
            assertThat(result).isCompletedExceptionally();
            fixture.wanted("c");
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void a_filter_is_not_moved() {
            ProcessorId filter = new ProcessorId(ProcessorKind.FILTER, ScopeId.DEFAULT, new UUID(1, 1));
            fixture.register(ProcessorDefinition.sequential(filter, null, Selection.EVERYTHING), target);
            assertThat(fixture.now(fixture.processors().reprocessFrom(filter, TENANT, at(0))))
                    .isInstanceOf(OperationResult.Refused.class);
        }

        @Test
        void one_that_ends_meanwhile_is_not_connected() {
            fixture.wanted("a");
            target.answers(delivery -> null);
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            CompletableFuture<OperationResult> result =
                    fixture.processors().reprocessFrom(HANDLER, TENANT, at(0)).toCompletableFuture();
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            assertThat(result).isCompletedWithValue(OperationResult.NOT_CONNECTED);
        }
    }

    @Nested
    class when_somebody_waits_for_it {
        @Test
        void he_is_told_when_it_is_done_and_not_before() {
            fixture.wanted("a", "b");
            fixture.other(3);
            target.answers(delivery -> null);
            fixture.register(partitioned(2), target);
            fixture.calm();
            CompletableFuture<AwaitResult> first = await(0);
            CompletableFuture<AwaitResult> all = await(4);
            fixture.calm();
            target.answer(1, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(first).isNotDone();
            target.answer(0, Outcome.SUCCEEDED);
            assertThat(first).isCompletedWithValue(new AwaitResult.Handled());
            assertThat(all).isCompletedWithValue(new AwaitResult.Handled());
            assertThat(await(4)).isNotDone();
            fixture.calm();
        }

        @Test
        void nothing_that_it_gets_is_handled() {
            fixture.other(3);
            fixture.register(sequential(), target);
            CompletableFuture<AwaitResult> result = await(2);
            fixture.calm();
            assertThat(result).isCompletedWithValue(new AwaitResult.Handled());
        }

        @Test
        void a_failing_partition_is_waited_for_and_named_when_it_takes_too_long() {
            fixture.wanted("a", "b");
            target.answers(delivery -> delivery.partition().equals(A) ? NEVER : Outcome.SUCCEEDED);
            fixture.register(partitioned(1), target);
            fixture.calm();
            CompletableFuture<AwaitResult> result = await(1);
            fixture.pass(Duration.ofSeconds(29));
            assertThat(result).isNotDone();
            fixture.pass(Duration.ofSeconds(1));
            assertThat(result)
                    .isCompletedWithValueMatching(told -> told instanceof AwaitResult.NotInTime late
                            && late.troubled().size() == 1);

            CompletableFuture<AwaitResult> again = await(1);
            target.answers(delivery -> Outcome.SUCCEEDED);
            fixture.now(fixture.processors().retryNow(HANDLER, TENANT, A));
            fixture.calm();
            assertThat(again).isCompletedWithValue(new AwaitResult.Handled());
        }

        @Test
        void he_is_told_when_its_client_goes() {
            fixture.wanted("a");
            target.answers(delivery -> null);
            Registration registration = fixture.register(sequential(), target);
            CompletableFuture<AwaitResult> result = await(0);
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            assertThat(result).isCompletedWithValue(new AwaitResult.NotConnected());
        }

        private CompletableFuture<AwaitResult> await(long position) {
            return fixture.processors()
                    .awaitHandled(HANDLER, TENANT, at(position), Duration.ofSeconds(30))
                    .toCompletableFuture();
        }
    }

    private Registration fail(boolean isPartitioned) {
        fixture.wanted("a", "a");
        target.answers(delivery -> NEVER);
        Registration registration = fixture.register(isPartitioned ? partitioned(1) : sequential(), target);
        fixture.calm();
        return registration;
    }

    private OperationResult skip(boolean isPartitioned, SequenceNumber position) {
        return fixture.now(fixture.processors().skip(HANDLER, TENANT, isPartitioned ? A : ALL, position, SKIP));
    }

    private OperationResult reprocess(SequenceNumber to) {
        return fixture.now(fixture.processors().reprocessFrom(HANDLER, TENANT, to));
    }

    private ProcessorStatus status() {
        List<ProcessorStatus> statuses = fixture.now(fixture.processors().status(HANDLER, Optional.of(TENANT)))
                .orElseThrow();
        assertThat(statuses).hasSize(1);
        return statuses.get(0);
    }

    private static SequenceNumber at(long position) {
        return new SequenceNumber(position);
    }
}
