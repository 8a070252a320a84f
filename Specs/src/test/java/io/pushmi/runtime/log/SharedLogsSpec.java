package io.pushmi.runtime.log;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.CommitOutcome.AggregateMoved;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Watch;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** Two Runtimes whose store is the same, in a time that passes when the specification lets it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedLogsSpec {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final Duration BOUND = Lookout.LONGEST.plus(Lookout.SHORTEST);
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int TASKS = 100_000;

    private final Simulation simulation = new Simulation(new Random(5));
    private final Store store = new Store(new SimulatedLogs(simulation, new Random(5), 0));
    private final EventLogs here = runtime(true);
    private final EventLogs there = runtime(true);

    private EventLogs runtime(boolean isShared) {
        LogSettings settings = LogSettings.of(AN_HOUR, 64 << 20).shared(isShared);
        return new EventLogs(store, settings, simulation.clock(), simulation::nanoTime, simulation, simulation);
    }

    private CommitOutcome committing(EventLogs runtime, RequestBuilder request) {
        CompletableFuture<CommitOutcome> outcome =
                runtime.commit(LOG, request.build()).toCompletableFuture();
        simulation.calm(TASKS);
        assertThat(outcome).isCompleted();
        return outcome.join();
    }

    private Commit commit(EventLogs runtime) {
        return committed(runtime, request(event()));
    }

    private Commit committed(EventLogs runtime, RequestBuilder request) {
        CommitOutcome outcome = committing(runtime, request);
        assertThat(outcome).isInstanceOf(Committed.class);
        return ((Committed) outcome).commit();
    }

    private List<Commit> follow(EventLogs runtime) {
        List<Commit> received = new ArrayList<>();
        Disposable unused =
                runtime.log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe(received::add);
        simulation.calm(TASKS);
        return received;
    }

    private void pass(Duration duration) {
        simulation.pass(duration, TASKS);
    }

    private int questionsWithin(Duration duration) {
        int before = store.questions;
        pass(duration);
        return store.questions - before;
    }

    /** Counts the questions that a look asks, fails them if it is told to, and gives hints if it is told to. */
    private static final class Store extends ForwardingLogs {
        private final List<Runnable> hints = new ArrayList<>();
        private int questions;
        private boolean isAway;

        Store(SimulatedLogs logs) {
            super(logs);
        }

        @Override
        public CompletionStage<Head> head(LogId log) {
            questions++;
            return isAway ? away() : super.head(log);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            questions++;
            return isAway ? away() : super.read(log, from, limit);
        }

        private static <T> CompletionStage<T> away() {
            return CompletableFuture.failedFuture(new StorageUnavailable("away", null));
        }

        @Override
        public Watch watch(LogId log, Runnable hint) {
            hints.add(hint);
            return () -> hints.remove(hint);
        }
    }

    @Nested
    class when_another_Runtime_commits {
        @Test
        void a_follower_here_is_given_it_within_the_time_between_two_looks() {
            List<Commit> received = follow(here);
            List<Commit> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pass(Duration.ofMillis(i * 317L));
                expected.add(commit(there));
                expected.add(commit(there));
                pass(BOUND);
                assertThat(received).isEqualTo(expected);
            }
        }

        @Test
        void it_is_noticed_sooner_while_more_comes() {
            List<Commit> received = follow(here);
            commit(there);
            while (received.isEmpty()) {
                pass(Lookout.SHORTEST);
            }
            for (int i = 2; i < 100; i++) {
                commit(there);
                pass(Lookout.SHORTEST);
                assertThat(received).hasSize(i);
            }
        }

        @Test
        void followers_of_both_are_given_what_both_commit_in_the_order_of_the_log() {
            List<Commit> receivedHere = follow(here);
            List<Commit> receivedThere = follow(there);
            List<Commit> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                expected.add(commit(i % 3 == 0 ? here : there));
                pass(Duration.ofMillis(i % 7 * 10L));
            }
            pass(BOUND);
            assertThat(receivedHere).isEqualTo(expected);
            assertThat(receivedThere).isEqualTo(expected);
        }

        @Test
        void ten_thousand_commits_that_are_there_already_come_without_waiting() {
            EventLog unused = here.log(LOG);
            commit(here);
            for (int i = 0; i < 200; i++) {
                List<CompletionStage<CommitOutcome>> outcomes = new ArrayList<>();
                for (int j = 0; j < 50; j++) {
                    outcomes.add(there.commit(LOG, request(event()).build()));
                }
                simulation.calm(TASKS);
                assertThat(outcomes).hasSize(50);
            }
            List<Commit> received = follow(here);
            assertThat(received).hasSize(10_001);
        }

        @Test
        void a_hint_of_the_store_is_enough() {
            List<Commit> received = follow(here);
            pass(AN_HOUR);
            Commit commit = commit(there);
            assertThat(received).isEmpty();
            store.hints.forEach(Runnable::run);
            simulation.calm(TASKS);
            assertThat(received).containsExactly(commit);
        }
    }

    @Nested
    class when_nothing_comes {
        @Test
        void one_question_a_second_is_asked_however_many_follow() {
            for (int i = 0; i < 50; i++) {
                follow(here);
            }
            pass(Duration.ofMinutes(1));
            assertThat(questionsWithin(AN_HOUR)).isBetween(3599, 3601);
        }

        @Test
        void nobody_asks_where_nobody_follows() {
            Disposable following =
                    here.log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe();
            pass(Duration.ofMinutes(1));
            following.dispose();
            pass(BOUND);
            assertThat(questionsWithin(AN_HOUR)).isZero();
            assertThat(store.hints).isEmpty();
        }

        @Test
        void nobody_asks_after_the_logs_are_closed() {
            follow(here);
            pass(Duration.ofMinutes(1));
            CompletionStage<Void> closed = here.close();
            pass(BOUND);
            assertThat(closed.toCompletableFuture()).isCompleted();
            assertThat(questionsWithin(AN_HOUR)).isZero();
        }

        @Test
        void nobody_asks_where_the_store_is_not_shared() {
            follow(runtime(false));
            assertThat(questionsWithin(AN_HOUR)).isZero();
            assertThat(store.hints).isEmpty();
        }

        @Test
        void who_follows_again_is_given_what_came_meanwhile() {
            follow(here);
            here.log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe().dispose();
            commit(there);
            List<Commit> received = follow(here);
            pass(BOUND);
            assertThat(received).hasSize(1);
        }
    }

    @Nested
    class when_own_commits_come {
        @Test
        void nothing_is_asked_for_that_they_show_by_themselves() {
            follow(here);
            pass(Duration.ofMinutes(1));
            int before = store.questions;
            for (int i = 0; i < 100; i++) {
                commit(here);
                pass(Lookout.LONGEST.minusMillis(1));
            }
            assertThat(store.questions - before).isZero();
        }

        @Test
        void others_are_noticed_in_time_all_the_same() {
            List<Commit> received = follow(here);
            pass(Duration.ofMinutes(1));
            commit(here);
            pass(Duration.ofMillis(900));
            commit(here);
            commit(there);
            pass(BOUND);
            assertThat(received).hasSize(3);
        }
    }

    @Nested
    class when_the_store_is_away {
        @Test
        void it_is_asked_about_once_a_second_and_what_came_is_noticed_when_it_is_back() {
            List<Commit> received = follow(here);
            commit(there);
            store.isAway = true;
            pass(Duration.ofMinutes(1));
            assertThat(questionsWithin(Duration.ofMinutes(1))).isBetween(59, 61);
            assertThat(received).isEmpty();
            store.isAway = false;
            pass(BOUND);
            assertThat(received).hasSize(1);
        }
    }

    @Nested
    class when_a_commit_is_judged_by_what_another_Runtime_committed {
        private final AggregateId aggregate = EventBuilder.aggregate("root", "source");

        @Test
        void the_version_of_its_aggregate_counts() {
            commit(here);
            committed(here, request(event().appliedBy(aggregate)));
            committed(there, request(event().appliedBy(aggregate)));
            RequestBuilder late = request(event().appliedBy(aggregate))
                    .condition(new Condition.AggregateAt(aggregate, new AggregateVersion(1)));
            assertThat(committing(here, late))
                    .isEqualTo(new AggregateMoved(aggregate, new AggregateVersion(1), new AggregateVersion(2)));
            RequestBuilder right = request(event().appliedBy(aggregate))
                    .condition(new Condition.AggregateAt(aggregate, new AggregateVersion(2)));
            assertThat(committing(here, right)).isInstanceOf(Committed.class);
        }

        @Test
        void a_commit_id_that_was_used_there_gets_the_original_answer() {
            commit(here);
            Commit original = committed(there, request(event("T", "source")).id("once"));
            assertThat(committed(here, request(event("T", "source")).id("once")))
                    .isEqualTo(original);
        }
    }
}
