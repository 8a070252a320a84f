package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.HANDLER;
import static io.pushmi.runtime.processing.ProcessingFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.leases.SimulatedRuntime;
import io.pushmi.runtime.leases.World;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processors in several Runtimes that share a store. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TakeOverSpec {
    private static final Duration SAVED = Duration.ofSeconds(1);
    private static final Duration HANDED_OVER = Duration.ofSeconds(3);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(12);

    private final World world = new World(11);
    private final SimulatedLogs store = new SimulatedLogs(world.simulation, new Random(11), 0);
    private final EventLogs logs = new EventLogs(
            store,
            LogSettings.of(Duration.ofHours(1), 1 << 20),
            world.simulation.clock(),
            world.simulation,
            world.simulation);
    private final One first = new One("first");
    private final One second = new One("second");
    private final List<Long> handled = new ArrayList<>();
    private final Map<String, List<Long>> handledBySource = new HashMap<>();

    /** A Runtime with a client. */
    private final class One implements EventTarget {
        final SimulatedRuntime runtime;
        final Processors processors;
        final List<Long> given = new ArrayList<>();
        final List<Consumer<Outcome>> unanswered = new ArrayList<>();
        String failing = "";
        boolean isSilent;
        Registration registration = new Registration() {
            @Override
            public CompletionStage<Void> stop(Duration grace) {
                throw new AssertionError("not registered");
            }

            @Override
            public CompletionStage<Void> stopped() {
                throw new AssertionError("not registered");
            }
        };

        One(String name) {
            runtime = new SimulatedRuntime(world, name);
            processors = new Processors(
                    logs,
                    store,
                    runtime.states(),
                    runtime.leases(),
                    new Tenants(List.of(TENANT)),
                    new ProcessingSettings(
                            20, Duration.ofMillis(250), Duration.ofMinutes(10), Duration.ofSeconds(2), 100),
                    world.simulation.clock(),
                    runtime.timer());
        }

        One register(ProcessorDefinition definition) {
            CompletionStage<RegistrationResult> result = processors.register(definition, tenant -> this);
            world.pass(Duration.ofSeconds(1));
            assertThat(result.toCompletableFuture()).isCompleted();
            registration = ((RegistrationResult.Registered)
                            result.toCompletableFuture().join())
                    .registration();
            return this;
        }

        @Override
        public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
            if (!runtime.isRunning()) {
                return false;
            }
            long position = delivery.event().sequenceNumber().value();
            String source = delivery.partition().value();
            given.add(position);
            if (isSilent) {
                unanswered.add(answer);
            } else if (source.equals(failing)) {
                answer.accept(new Outcome.Failed("not this one", new Retry.After(Duration.ofHours(1))));
            } else {
                handled.add(position);
                handledBySource
                        .computeIfAbsent(source, unknown -> new ArrayList<>())
                        .add(position);
                answer.accept(Outcome.SUCCEEDED);
            }
            return true;
        }

        ProcessorStatus status() {
            CompletableFuture<Optional<List<ProcessorStatus>>> status =
                    processors.status(HANDLER, Optional.empty()).toCompletableFuture();
            world.pass(Duration.ofMillis(500));
            return status.join().orElseThrow().get(0);
        }
    }

    private void commit(String... sources) {
        for (String source : sources) {
            CompletionStage<CommitOutcome> outcome = logs.commit(
                    ProcessingFixture.LOG,
                    RequestBuilder.request(EventBuilder.event(ProcessingFixture.WANTED, source))
                            .build());
            world.calm();
            assertThat(outcome.toCompletableFuture().join()).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    private SavedPosition saved() {
        return SavedPosition.decode(world.states.now(TENANT, "processors").get(0));
    }

    private List<StateDocument> savedPartitions() {
        return world.states.now(TENANT, SavedPartition.collectionOf(HANDLER));
    }

    @Nested
    class when_two_register {
        when_two_register() {
            first.register(ProcessingFixture.partitioned(2));
            second.register(ProcessingFixture.partitioned(2));
            commit("a", "b", "c");
            world.pass(SAVED);
        }

        @Test
        void one_runs_and_the_other_stands_by() {
            assertThat(first.given).containsExactlyInAnyOrder(0L, 1L, 2L);
            assertThat(second.given).isEmpty();
        }

        @Test
        void who_stands_by_shows_where_the_processor_was_saved() {
            assertThat(first.status().standsBy()).isFalse();
            assertThat(second.status().standsBy()).isTrue();
            assertThat(second.status().position()).isEqualTo(new SequenceNumber(3));
            assertThat(second.status().streamPosition()).isEqualTo(3);
        }

        @Test
        void operators_are_sent_to_the_other() {
            CompletableFuture<OperationResult> result = second.processors
                    .reprocessFrom(HANDLER, TENANT, SequenceNumber.FIRST)
                    .toCompletableFuture();
            world.calm();
            assertThat(result.join())
                    .isInstanceOfSatisfying(
                            OperationResult.Refused.class,
                            refused -> assertThat(refused.reason()).contains("stands by here"));
        }

        @Test
        void the_other_goes_on_from_the_saved_position_after_a_crash() {
            first.runtime.crash();
            commit("a", "b");
            world.pass(TAKEN_OVER);
            assertThat(second.given).containsExactlyInAnyOrder(3L, 4L);
            assertThat(second.status().standsBy()).isFalse();
        }

        @Test
        void a_clean_stop_hands_over_at_once_and_nothing_is_repeated() {
            commit("a", "b");
            CompletionStage<Void> stopped = first.registration.stop(Duration.ZERO);
            world.pass(HANDED_OVER);
            assertThat(stopped.toCompletableFuture()).isCompleted();
            commit("c");
            world.pass(SAVED);
            assertThat(second.given).containsExactly(5L);
            assertThat(handled).doesNotHaveDuplicates().hasSize(6);
        }

        @Test
        void who_lost_its_lease_stands_by_with_the_same_registration_and_goes_on_later() {
            first.runtime.pause();
            world.pass(TAKEN_OVER);
            first.runtime.resume();
            commit("a");
            world.pass(SAVED);
            assertThat(second.given).containsExactly(3L);
            assertThat(first.status().standsBy()).isTrue();
            assertThat(first.registration.stopped().toCompletableFuture()).isNotDone();
            CompletionStage<Void> unused = second.registration.stop(Duration.ZERO);
            world.pass(HANDED_OVER);
            commit("b");
            world.pass(SAVED);
            assertThat(first.given).endsWith(4L).doesNotContain(3L);
            assertThat(handled).doesNotHaveDuplicates();
        }

        @Test
        void what_a_paused_Runtime_saves_late_changes_nothing() {
            first.runtime.slowest(8000);
            commit("a", "b");
            world.pass(Duration.ofMillis(500));
            first.runtime.pause();
            world.pass(TAKEN_OVER);
            SavedPosition saved = saved();
            first.runtime.slowest(20);
            first.runtime.resume();
            world.pass(TAKEN_OVER);
            assertThat(saved()).isEqualTo(saved);
            assertThat(second.given).containsExactlyInAnyOrder(3L, 4L);
        }
    }

    @Test
    void retries_of_troubled_partitions_survive() {
        first.failing = "bad";
        first.register(ProcessingFixture.partitioned(2));
        second.register(ProcessingFixture.partitioned(2));
        commit("bad", "good", "bad", "good");
        world.pass(SAVED);
        Instant nextTry = first.status().troubled().get(0).nextTry();
        first.runtime.crash();
        world.pass(TAKEN_OVER);
        ProcessorStatus taken = second.status();
        assertThat(taken.standsBy()).isFalse();
        assertThat(taken.troubled()).singleElement().satisfies(partition -> {
            assertThat(partition.nextTry()).isEqualTo(nextTry);
            assertThat(partition.attempts()).isEqualTo(1);
        });
        assertThat(second.given).isEmpty();
        world.pass(Duration.ofHours(1));
        assertThat(second.given).containsExactly(0L, 2L);
        assertThat(savedPartitions()).isEmpty();
    }

    @Nested
    class when_a_take_over_is_cut_short {
        /** One is silent for a while with saves under way, the next one crashes within the take-over, the third goes on. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void no_event_is_lost_and_every_partition_keeps_its_order(int change) {
            for (boolean isMade : List.of(true, false)) {
                TakeOverSpec other = new TakeOverSpec();
                other.playTo(change, isMade);
            }
        }
    }

    private void playTo(int change, boolean isMade) {
        first.failing = "bad";
        first.register(ProcessingFixture.partitioned(2));
        commit("bad", "a", "bad", "b");
        world.pass(SAVED);
        second.register(ProcessingFixture.partitioned(2));
        second.runtime.crashAtChange(change, isMade);
        One third = new One("third").register(ProcessingFixture.partitioned(2));
        first.failing = "b";
        first.runtime.slowest(8000);
        commit("a", "b", "a");
        world.pass(Duration.ofMillis(300));
        first.runtime.pause();
        world.pass(TAKEN_OVER);
        first.runtime.slowest(20);
        first.runtime.resume();
        commit("a", "b", "bad");
        world.pass(TAKEN_OVER.plus(TAKEN_OVER));
        first.failing = "";
        world.pass(Duration.ofHours(3));
        assertThat(handled).contains(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        handledBySource.forEach((source, positions) ->
                assertThat(firstTimes(positions)).as("of %s", source).isSorted());
        assertThat(third.registration.stopped().toCompletableFuture()).isNotDone();
        assertThat(saved().next()).isEqualTo(new SequenceNumber(10));
        // What was written late under a lower number may still be there.
        assertThat(savedPartitions()).map(SavedPartition::decode).noneMatch(partition -> partition.countsFor(saved()));
    }

    private static List<Long> firstTimes(List<Long> positions) {
        return positions.stream().distinct().toList();
    }
}
