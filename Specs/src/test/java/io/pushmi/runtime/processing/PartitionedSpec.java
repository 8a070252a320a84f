package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.partitioned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PartitionedSpec {
    private static final Outcome TRY_IN_A_SECOND = new Outcome.Failed("no", new Retry.After(Duration.ofSeconds(1)));
    private static final Outcome NEVER = new Outcome.Failed("no", Retry.NEVER);

    private final ProcessingFixture fixture = new ProcessingFixture();

    @Nested
    class when_several_partitions_are_handled_at_a_time {
        @Test
        void it_goes_past_busy_ones_and_never_delivers_two_events_of_one() {
            fixture.wanted("a", "a", "b", "c", "d");
            RecordingTarget target = RecordingTarget.silent();
            fixture.register(partitioned(3), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 2L, 3L);

            target.answer(0, Outcome.SUCCEEDED);
            assertThat(target.positions()).as("without another thread").containsExactly(0L, 2L, 3L, 1L);
            target.answer(2, Outcome.SUCCEEDED);
            assertThat(target.positions()).containsExactly(0L, 2L, 3L, 1L, 4L);
            assertThat(target.streamPositions()).containsExactly(0L, 2L, 3L, 1L, 4L);
        }

        @Test
        void its_position_is_the_oldest_event_that_is_not_done() {
            fixture.wanted("a", "b", "c");
            RecordingTarget target = RecordingTarget.silent();
            fixture.register(partitioned(3), target);
            fixture.calm();
            target.answer(1, Outcome.SUCCEEDED);
            target.answer(2, Outcome.SUCCEEDED);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(saved().next().value()).isZero();
            target.answer(0, Outcome.SUCCEEDED);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(saved().next().value()).isEqualTo(3);
        }

        @Test
        void everything_is_handled_whatever_the_room() {
            IntStream.range(0, 100).forEach(i -> fixture.wanted("s" + i % 7));
            RecordingTarget target = RecordingTarget.prompt();
            target.room = 0;
            fixture.register(partitioned(4), target);
            for (int i = 0; i < 100; i++) {
                target.room(1);
                fixture.pass(Duration.ofSeconds(1));
            }
            assertThat(target.positions()).containsExactlyInAnyOrderElementsOf(longs(100));
            assertThat(saved().next().value()).isEqualTo(100);
        }
    }

    @Nested
    class when_an_event_fails {
        @Test
        void the_other_partitions_go_on_and_its_own_is_caught_up_in_order() {
            fixture.wanted("a", "a", "b", "a", "b");
            RecordingTarget target = RecordingTarget.answering(
                    delivery -> delivery.event().sequenceNumber().value() == 0 && delivery.repetition() == null
                            ? TRY_IN_A_SECOND
                            : Outcome.SUCCEEDED);
            fixture.register(partitioned(1), target);
            fixture.pass(Duration.ofMillis(900));
            assertThat(target.positions()).containsExactly(0L, 2L, 4L);
            assertThat(saved().next().value()).isEqualTo(5);
            assertThat(fixture.savedPartitions()).hasSize(1);

            fixture.pass(Duration.ofSeconds(2));
            assertThat(target.positions()).containsExactly(0L, 2L, 4L, 0L, 1L, 3L);
            assertThat(target.streamPositions()).containsExactly(0L, 2L, 4L, 0L, 1L, 3L);
            assertThat(target.given.get(3).delivery().repetition()).isEqualTo(new Delivery.Repetition("no", 0));
            assertThat(target.given.get(4).delivery().repetition()).isNull();
            assertThat(fixture.savedPartitions()).isEmpty();
        }

        @Test
        void it_is_still_failing_after_a_crash_and_its_later_events_still_wait() {
            fixture.wanted("a", "a", "b");
            RecordingTarget target = RecordingTarget.answering(
                    delivery -> delivery.partition().value().equals("a") ? NEVER : Outcome.SUCCEEDED);
            fixture.register(partitioned(2), target);
            fixture.pass(Duration.ofSeconds(1));

            fixture.crash();
            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(partitioned(2), again);
            fixture.wanted("a", "b");
            fixture.pass(Duration.ofHours(1));
            assertThat(again.positions()).containsExactly(4L);
        }

        @Test
        void retries_do_not_take_the_only_place_from_new_events() {
            fixture.wanted("a", "b", "c", "d");
            Outcome atOnce = new Outcome.Failed("no", new Retry.After(Duration.ZERO));
            RecordingTarget target = RecordingTarget.answering(
                    delivery -> delivery.partition().value().equals("a") ? atOnce : null);
            fixture.register(partitioned(1), target);
            for (long position = 1; position < 4; position++) {
                fixture.calm();
                assertThat(target.last().position()).isEqualTo(position);
                if (position == 3) {
                    target.answers(delivery -> null);
                }
                target.answer(position, Outcome.SUCCEEDED);
            }
            fixture.calm();
            assertThat(target.last().position()).isZero();
        }

        @Test
        void at_the_limit_it_waits() {
            fixture.settings(20, 2);
            fixture.wanted("a", "b", "c");
            RecordingTarget target = RecordingTarget.answering(delivery -> NEVER);
            fixture.register(partitioned(1), target);
            fixture.pass(Duration.ofHours(1));
            assertThat(target.positions()).containsExactly(0L, 1L);
        }
    }

    @Nested
    class when_a_partition_is_slow {
        @Test
        void it_is_parked_and_neither_blocks_the_others_nor_widens_what_a_crash_repeats() {
            fixture.wanted("slow", "slow");
            IntStream.range(0, 100).forEach(i -> fixture.wanted("fast"));
            RecordingTarget target = RecordingTarget.answering(
                    delivery -> delivery.partition().value().equals("slow") ? null : Outcome.SUCCEEDED);
            fixture.register(partitioned(2), target);
            fixture.pass(Duration.ofSeconds(10));
            assertThat(target.given).hasSize(101);
            assertThat(saved().next().value()).isEqualTo(102);
            assertThat(statuses()).singleElement().satisfies(status -> {
                assertThat(status.state()).isEqualTo(PartitionStatus.State.PARKED);
                assertThat(status.reason()).isEqualTo("behind");
                assertThat(status.position().value()).isZero();
            });

            target.answer(0, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(target.last().position()).isEqualTo(1);
            assertThat(target.last().delivery().streamPosition()).isEqualTo(1);
            target.answer(1, Outcome.SUCCEEDED);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(statuses()).isEmpty();
        }

        @Test
        void one_with_too_many_events_waiting_is_parked_and_its_call_counts() {
            fixture.window(500);
            IntStream.range(0, 40).forEach(i -> fixture.wanted("a"));
            RecordingTarget target = RecordingTarget.silent();
            fixture.register(partitioned(2), target);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(statuses()).hasSize(1);
            assertThat(saved().next().value()).isEqualTo(40);
            target.answers(delivery -> Outcome.SUCCEEDED);
            target.answer(0, Outcome.SUCCEEDED);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.positions()).containsExactlyElementsOf(longs(40));
            assertThat(target.streamPositions()).containsExactlyElementsOf(longs(40));
            assertThat(statuses()).isEmpty();
        }
    }

    @Nested
    class when_stopping {
        @Test
        void what_is_done_behind_something_unanswered_is_not_repeated() {
            fixture.wanted("a", "a", "b", "c");
            RecordingTarget target = RecordingTarget.answering(
                    delivery -> delivery.partition().value().equals("a") ? null : Outcome.SUCCEEDED);
            Registration registration = fixture.register(partitioned(3), target);
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));

            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(partitioned(3), again);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(again.positions()).containsExactly(0L, 1L);
            assertThat(again.streamPositions()).containsExactly(0L, 1L);
        }
    }

    @Nested
    class when_it_is_registered_without_partitions {
        @Test
        void it_is_refused_while_something_is_troubled() {
            fixture.wanted("a");
            Registration registration = fixture.register(partitioned(1), RecordingTarget.answering(delivery -> NEVER));
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            assertThat(fixture.now(fixture.processors()
                            .register(ProcessingFixture.sequential(), tenant -> RecordingTarget.silent())))
                    .isInstanceOfSatisfying(
                            RegistrationResult.Refused.class,
                            refused -> assertThat(refused.reason()).contains("1 of its partitions"));
        }

        @Test
        void it_goes_on_when_nothing_is() {
            fixture.wanted("a", "b");
            Registration registration = fixture.register(partitioned(1), RecordingTarget.prompt());
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            fixture.wanted("c");
            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(ProcessingFixture.sequential(), again);
            fixture.calm();
            assertThat(again.positions()).containsExactly(2L);
        }
    }

    private List<PartitionStatus> statuses() {
        fixture.pass(Duration.ofSeconds(1));
        return fixture.savedPartitions().stream()
                .map(SavedPartition::decode)
                .map(SavedPartition::status)
                .toList();
    }

    private SavedPosition saved() {
        return Objects.requireNonNull(fixture.saved());
    }

    private static List<Long> longs(int count) {
        return IntStream.range(0, count).mapToObj(i -> (long) i).toList();
    }
}
