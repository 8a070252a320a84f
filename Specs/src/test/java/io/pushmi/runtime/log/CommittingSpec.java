package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.commit;
import static io.pushmi.runtime.log.LogFixture.committed;
import static io.pushmi.runtime.log.LogFixture.committing;
import static io.pushmi.runtime.log.LogFixture.outcome;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.log.CommitOutcome.AggregateMoved;
import io.pushmi.runtime.log.CommitOutcome.CheckpointMoved;
import io.pushmi.runtime.log.CommitOutcome.CommitIdTaken;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.log.CommitOutcome.OutcomeUnknown;
import io.pushmi.runtime.log.CommitOutcome.Unavailable;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of commits, one log and one or two Runtimes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommittingSpec {
    private static final AggregateId CART = EventBuilder.aggregate("cart", "cart-1");
    private static final AggregateId OTHER = EventBuilder.aggregate("cart", "cart-2");

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RequestBuilder byCart(int expected) {
        return request(event().appliedBy(CART)).condition(at(expected));
    }

    private static Condition at(int expected) {
        return new Condition.AggregateAt(CART, new AggregateVersion(expected));
    }

    private static Condition checkpoint(@Nullable Integer expected) {
        return new Condition.CheckpointAt(
                new CheckpointName("filter"), expected == null ? null : new SequenceNumber(expected));
    }

    /** Commits, and returns once that has reached the store and keeps further commits waiting. */
    private static CompletableFuture<CommitOutcome> keepBusy(EventLogs logs, ScriptedLogs store) {
        CompletableFuture<CommitOutcome> underWay = commit(logs, request());
        await().until(() -> store.appends().size() == 1);
        return underWay;
    }

    private static List<Long> versions(Commit commit) {
        return commit.events().stream()
                .map(event -> event.appliedBy() == null
                        ? -1L
                        : event.appliedBy().version().value())
                .toList();
    }

    @Nested
    class when_committing {
        @Test
        void positions_follow_one_another() {
            EventLogs logs = fixture.runtime();
            assertThat(committed(logs, request().events(3)).first()).isEqualTo(new SequenceNumber(0));
            assertThat(committed(logs, request().events(2)).first()).isEqualTo(new SequenceNumber(3));
            assertThat(committed(logs, request()).first()).isEqualTo(new SequenceNumber(5));
        }

        @Test
        void what_is_answered_is_what_is_stored() {
            Commit commit =
                    committed(fixture.runtime(), request(event().id("id").partition("p")));
            assertThat(fixture.stored()).containsExactly(commit);
        }

        @Test
        void time_does_not_go_back_when_the_clock_does() {
            Instant later = Instant.parse("2026-02-01T10:00:00.123456789Z");
            committed(fixture.clock(Clock.fixed(later, ZoneOffset.UTC)).runtime(), request());
            EventLogs behind = fixture.clock(Clock.fixed(later.minusSeconds(60), ZoneOffset.UTC))
                    .runtime();
            assertThat(committed(behind, request()).occurred()).isEqualTo(later);
        }

        @Test
        void an_instant_that_the_request_brings_is_kept() {
            Instant old = Instant.parse("2001-01-01T00:00:00.000000001Z");
            assertThat(committed(fixture.runtime(), request().occurred(old)).occurred())
                    .isEqualTo(old);
        }

        @Test
        void a_lone_commit_does_not_wait_for_others() {
            ScriptedLogs store = new ScriptedLogs(fixture.store());
            EventLogs logs = fixture.runtime(store);
            committed(logs, request());
            committed(logs, request());
            assertThat(store.appends()).hasSize(2);
        }

        @Test
        void what_gathers_during_an_append_goes_in_with_the_next() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> first = keepBusy(logs, store);
            List<CompletableFuture<CommitOutcome>> others = IntStream.range(0, 50)
                    .mapToObj(i -> commit(logs, request()))
                    .toList();
            gate.complete(null);
            assertThat(outcome(first)).isInstanceOf(Committed.class);
            others.forEach(other -> assertThat(outcome(other)).isInstanceOf(Committed.class));
            assertThat(store.appends()).extracting(List::size).containsExactly(1, 50);
        }

        @Test
        void a_batch_is_no_larger_than_the_settings_say() {
            fixture.settings(new LogSettings(LogFixture.PATIENCE, 64 << 20, 10_000, 5, 4096, 10));
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            List<CompletableFuture<CommitOutcome>> all = new ArrayList<>();
            all.add(keepBusy(logs, store));
            IntStream.range(0, 12).forEach(i -> all.add(commit(logs, request())));
            all.add(commit(logs, request().events(40)));
            gate.complete(null);
            all.forEach(one -> assertThat(outcome(one)).isInstanceOf(Committed.class));
            assertThat(store.appends()).extracting(List::size).containsExactly(1, 5, 5, 2, 1);
        }
    }

    @Nested
    class when_aggregates_apply_events {
        @Test
        void their_events_are_numbered_from_zero() {
            EventLogs logs = fixture.runtime();
            Commit one = committed(
                    logs, request(event().appliedBy(CART), event(), event().appliedBy(OTHER), event().appliedBy(CART)));
            Commit two = committed(logs, byCart(2));
            assertThat(versions(one)).containsExactly(0L, -1L, 0L, 1L);
            assertThat(versions(two)).containsExactly(2L);
            assertThat(two.aggregates()).singleElement().satisfies(state -> {
                assertThat(state.next()).isEqualTo(new AggregateVersion(3));
                assertThat(state.commits()).isEqualTo(2);
                assertThat(state.last()).isEqualTo(new SequenceNumber(4));
            });
        }

        @Test
        void one_that_moved_on_is_refused_with_both_versions() {
            EventLogs logs = fixture.runtime();
            committed(logs, byCart(0));
            assertThat(committing(logs, byCart(0)))
                    .isEqualTo(new AggregateMoved(CART, new AggregateVersion(0), new AggregateVersion(1)));
            assertThat(committing(logs, byCart(2)))
                    .isEqualTo(new AggregateMoved(CART, new AggregateVersion(2), new AggregateVersion(1)));
            assertThat(fixture.stored()).hasSize(1);
        }

        @Test
        void those_that_arrive_together_are_put_in_sequence() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> underWay = keepBusy(logs, store);
            CompletableFuture<CommitOutcome> first = commit(logs, byCart(0));
            CompletableFuture<CommitOutcome> second = commit(logs, byCart(1));
            CompletableFuture<CommitOutcome> stale = commit(logs, byCart(1));
            CompletableFuture<CommitOutcome> unrelated = commit(logs, request());
            gate.complete(null);
            assertThat(outcome(underWay)).isInstanceOf(Committed.class);
            assertThat(outcome(first)).isInstanceOf(Committed.class);
            assertThat(outcome(second)).isInstanceOf(Committed.class);
            assertThat(outcome(stale))
                    .isEqualTo(new AggregateMoved(CART, new AggregateVersion(1), new AggregateVersion(2)));
            assertThat(outcome(unrelated)).isInstanceOf(Committed.class);
        }

        @Test
        void a_refusal_does_not_rest_on_a_commit_that_does_not_get_in() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store())
                    .thenWaitFor(gate)
                    .thenAnswer(new AppendResult.Refused(0, "no room"));
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> underWay = keepBusy(logs, store);
            CompletableFuture<CommitOutcome> first = commit(logs, byCart(0));
            CompletableFuture<CommitOutcome> second = commit(logs, byCart(0));
            gate.complete(null);
            assertThat(outcome(underWay)).isInstanceOf(Committed.class);
            assertThat(outcome(first)).isEqualTo(new Unavailable("no room"));
            assertThat(outcome(second)).isInstanceOf(Committed.class);
        }

        @Test
        void what_another_Runtime_committed_counts() {
            EventLogs one = fixture.runtime();
            EventLogs other = fixture.runtime();
            committed(one, byCart(0));
            committed(other, byCart(1));
            committed(one, byCart(2));
            assertThat(committing(other, byCart(1)))
                    .isEqualTo(new AggregateMoved(CART, new AggregateVersion(1), new AggregateVersion(3)));
            assertThat(fixture.stored()).extracting(Commit::first).hasSize(3);
        }
    }

    @Nested
    class when_a_checkpoint_is_moved {
        @Test
        void it_must_stand_where_it_was_expected() {
            EventLogs logs = fixture.runtime();
            committed(logs, request().condition(checkpoint(null)).checkpoint("filter", 7));
            committed(logs, request().condition(checkpoint(7)).checkpoint("filter", 9));
            assertThat(committing(logs, request().condition(checkpoint(7)).checkpoint("filter", 10)))
                    .isEqualTo(new CheckpointMoved(
                            new CheckpointName("filter"), new SequenceNumber(7), new SequenceNumber(9)));
            assertThat(committing(logs, request().condition(checkpoint(null)))).isInstanceOf(CheckpointMoved.class);
        }
    }

    @Nested
    class when_a_client_chose_the_commit_id {
        @Test
        void a_repetition_gets_the_original_answer() {
            EventLogs logs = fixture.runtime();
            Commit original = committed(logs, byCart(0).id("once"));
            committed(logs, byCart(1));
            assertThat(committed(logs, byCart(0).id("once"))).isEqualTo(original);
            assertThat(committed(fixture.runtime(), byCart(0).id("once"))).isEqualTo(original);
            assertThat(fixture.stored()).hasSize(2);
        }

        @Test
        void other_events_under_it_are_refused() {
            EventLogs logs = fixture.runtime();
            committed(logs, request(event().json("1")).id("once"));
            assertThat(committing(logs, request(event().json("2")).id("once"))).isInstanceOf(CommitIdTaken.class);
            assertThat(committing(
                            logs, request(event().json("1"), event().json("1")).id("once")))
                    .isInstanceOf(CommitIdTaken.class);
            assertThat(fixture.stored()).hasSize(1);
        }

        @Test
        void repetitions_that_arrive_together_are_committed_once() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> underWay = keepBusy(logs, store);
            CompletableFuture<CommitOutcome> one =
                    commit(logs, request(event().json("1")).id("once"));
            CompletableFuture<CommitOutcome> same =
                    commit(logs, request(event().json("1")).id("once"));
            CompletableFuture<CommitOutcome> other =
                    commit(logs, request(event().json("2")).id("once"));
            gate.complete(null);
            assertThat(outcome(underWay)).isInstanceOf(Committed.class);
            assertThat(outcome(one)).isInstanceOf(Committed.class).isEqualTo(outcome(same));
            assertThat(outcome(other)).isInstanceOf(CommitIdTaken.class);
            assertThat(fixture.stored()).hasSize(2);
        }
    }

    @Nested
    class when_the_outcome_of_an_append_is_unknown {
        @Test
        void commits_that_did_get_in_are_acknowledged_once() {
            ScriptedLogs store = new ScriptedLogs(fixture.store()).then(CommittingSpec::losesTheAnswer);
            Commit commit = committed(fixture.runtime(store), request());
            assertThat(fixture.stored()).containsExactly(commit);
        }

        @Test
        void commits_that_did_not_get_in_are_offered_again_as_they_were() {
            ScriptedLogs store = new ScriptedLogs(fixture.store())
                    .thenAnswer(new AppendResult.Unknown(0, "lost"))
                    .thenAnswer(new AppendResult.Unknown(0, "lost"))
                    .thenAnswer(new AppendResult.Refused(0, "not now"));
            Commit commit = committed(fixture.runtime(store), request());
            assertThat(store.appends()).hasSize(4).allMatch(offered -> offered.equals(List.of(commit)));
            assertThat(fixture.stored()).containsExactly(commit);
        }

        @Test
        void commits_whose_place_another_Runtime_took_are_judged_again() {
            ScriptedLogs store = new ScriptedLogs(fixture.store())
                    .then((logs, log, commits) -> logs.append(
                                    log, List.of(Commits.fromTheStart().next(event().appliedBy(CART))))
                            .thenApply(done -> new AppendResult.Unknown(0, "lost")));
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> stale = commit(logs, byCart(0));
            assertThat(outcome(stale))
                    .isEqualTo(new AggregateMoved(CART, new AggregateVersion(0), new AggregateVersion(1)));
            assertThat(committed(logs, byCart(1)).first()).isEqualTo(new SequenceNumber(1));
        }

        @Test
        void no_later_batch_starts_before_it_is_decided() {
            ScriptedLogs store = new ScriptedLogs(fixture.store());
            IntStream.range(0, 3).forEach(i -> store.thenAnswer(new AppendResult.Unknown(0, "lost")));
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> first = commit(logs, request());
            await().until(() -> !store.appends().isEmpty());
            CompletableFuture<CommitOutcome> second = commit(logs, request());
            assertThat(outcome(first)).isInstanceOf(Committed.class);
            assertThat(outcome(second)).isInstanceOf(Committed.class);
            assertThat(store.appends()).hasSize(5);
            assertThat(store.appends().subList(0, 4))
                    .allMatch(offered ->
                            offered.size() == 1 && offered.get(0).first().equals(SequenceNumber.FIRST));
        }

        @Test
        void the_caller_is_told_so_when_the_wait_is_over_and_the_commit_is_still_decided() {
            fixture.settings(LogSettings.of(Duration.ofMillis(300), 64 << 20));
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> offered = keepBusy(logs, store);
            CompletableFuture<CommitOutcome> queued = commit(logs, request());
            assertThat(outcome(offered)).isInstanceOf(OutcomeUnknown.class);
            assertThat(outcome(queued)).isInstanceOf(Unavailable.class);
            gate.complete(null);
            Commit next = committed(logs, request());
            assertThat(next.first()).isEqualTo(new SequenceNumber(1));
            assertThat(fixture.stored()).hasSize(2);
        }
    }

    private static CompletionStage<AppendResult> losesTheAnswer(EventLogStorage logs, LogId log, List<Commit> commits) {
        return logs.append(log, commits).thenApply(done -> new AppendResult.Unknown(0, "the answer is lost"));
    }

    @Nested
    class when_the_store_takes_only_part_of_a_batch {
        @Test
        void the_rest_follows_at_its_own_positions() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store())
                    .thenWaitFor(gate)
                    .then((logs, log, commits) ->
                            logs.append(log, commits.subList(0, 2)).thenApply(done -> new AppendResult.Appended(2)));
            EventLogs logs = fixture.runtime(store);
            List<CompletableFuture<CommitOutcome>> all = new ArrayList<>();
            all.add(keepBusy(logs, store));
            IntStream.range(0, 4).forEach(i -> all.add(commit(logs, request().events(2))));
            gate.complete(null);
            List<Commit> commits =
                    all.stream().map(one -> ((Committed) outcome(one)).commit()).toList();
            assertThat(fixture.stored()).containsExactlyElementsOf(commits);
        }

        @Test
        void what_it_refuses_is_refused_alone() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store())
                    .thenWaitFor(gate)
                    .then((logs, log, commits) -> logs.append(log, commits.subList(0, 1))
                            .thenApply(done -> new AppendResult.Refused(1, "full")));
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> underWay = keepBusy(logs, store);
            CompletableFuture<CommitOutcome> taken = commit(logs, request());
            CompletableFuture<CommitOutcome> refused = commit(logs, request());
            gate.complete(null);
            assertThat(outcome(underWay)).isInstanceOf(Committed.class);
            assertThat(outcome(taken)).isInstanceOf(Committed.class);
            assertThat(outcome(refused)).isEqualTo(new Unavailable("full"));
            assertThat(committed(logs, request()).first()).isEqualTo(new SequenceNumber(2));
        }
    }

    @Nested
    class when_more_waits_than_there_is_room_for {
        @Test
        void further_commits_are_refused_at_once_and_taken_again_later() {
            fixture.settings(LogSettings.of(LogFixture.PATIENCE, 3_000));
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            List<CompletableFuture<CommitOutcome>> all = IntStream.range(0, 10)
                    .mapToObj(i -> commit(logs, request()))
                    .toList();
            List<CompletableFuture<CommitOutcome>> refused =
                    all.stream().filter(CompletableFuture::isDone).toList();
            assertThat(refused).hasSizeBetween(6, 8);
            refused.forEach(one -> assertThat(outcome(one)).isInstanceOf(Unavailable.class));
            gate.complete(null);
            all.forEach(LogFixture::outcome);
            assertThat(fixture.stored()).hasSize(10 - refused.size());
            committed(logs, request());
        }
    }

    @Nested
    class when_the_log_cannot_be_opened {
        @Test
        void commits_wait_no_longer_than_they_may_and_go_in_once_it_can() {
            fixture.settings(LogSettings.of(Duration.ofMillis(300), 64 << 20));
            CompletableFuture<Void> gate = new CompletableFuture<>();
            EventLogs logs = fixture.runtime(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<Head> head(LogId log) {
                    return gate.thenCompose(open -> super.head(log));
                }
            });
            assertThat(committing(logs, request())).isInstanceOf(Unavailable.class);
            gate.complete(null);
            assertThat(committed(logs, request()).first()).isEqualTo(SequenceNumber.FIRST);
        }

        @Test
        void commits_are_refused_when_it_says_so_and_the_next_tries_again() {
            AtomicInteger failures = new AtomicInteger(1);
            EventLogs logs = fixture.runtime(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<Head> head(LogId log) {
                    return failures.getAndDecrement() > 0
                            ? CompletableFuture.failedStage(new StorageUnavailable("not now", null))
                            : super.head(log);
                }
            });
            assertThat(committing(logs, request())).isInstanceOf(Unavailable.class);
            committed(logs, request());
        }
    }

    @Nested
    class when_two_Runtimes_commit_at_the_same_time {
        @Test
        void every_commit_gets_in_once() {
            List<EventLogs> runtimes = List.of(fixture.runtime(), fixture.runtime());
            List<CompletableFuture<CommitOutcome>> all = IntStream.range(0, 400)
                    .mapToObj(i -> commit(runtimes.get(i % 2), request().events(1 + i % 3)))
                    .toList();
            List<Commit> commits =
                    all.stream().map(one -> ((Committed) outcome(one)).commit()).toList();
            assertThat(fixture.stored()).hasSize(400).containsExactlyInAnyOrderElementsOf(commits);
        }
    }

    @Nested
    class when_closing {
        @Test
        void what_was_taken_is_finished_and_nothing_more_is_taken() {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            ScriptedLogs store = new ScriptedLogs(fixture.store()).thenWaitFor(gate);
            EventLogs logs = fixture.runtime(store);
            CompletableFuture<CommitOutcome> taken = keepBusy(logs, store);
            CompletableFuture<Void> closed = logs.close().toCompletableFuture();
            assertThat(committing(logs, request())).isEqualTo(new Unavailable("the Runtime is shutting down"));
            assertThat(closed).isNotDone();
            gate.complete(null);
            assertThat(outcome(taken)).isInstanceOf(Committed.class);
            await().until(closed::isDone);
        }
    }
}
