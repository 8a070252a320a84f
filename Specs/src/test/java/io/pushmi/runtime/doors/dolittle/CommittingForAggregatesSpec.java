package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

// Older clients know no other version than the deprecated one.
@SuppressWarnings("deprecation")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommittingForAggregatesSpec {
    private final Door door = Door.open();

    @AfterEach
    void close() {
        door.close();
    }

    @Nested
    class when_the_aggregate_is_at_the_expected_version {
        @Test
        void answers_with_the_event_as_it_was_sent_at_version_0() {
            CommittedAggregateEvents events = door.events()
                    .commitForAggregate(commitForAggregate("a", 0, applied().setPublic(true)))
                    .getEvents();

            assertThat(events)
                    .isEqualTo(CommittedAggregateEvents.newBuilder()
                            .setEventSourceId(Requests.text("a"))
                            .setAggregateRootId(Requests.uuid(Requests.ROOT))
                            .setAggregateRootVersion(0)
                            .setCurrentAggregateRootVersion(1)
                            .addEvents(CommittedAggregateEvent.newBuilder()
                                    .setEventLogSequenceNumber(0)
                                    .setOccurred(events.getEvents(0).getOccurred())
                                    .setExecutionContext(Requests.context())
                                    .setEventType(Requests.artifact(Requests.TYPE))
                                    .setPublic(true)
                                    .setContent(Requests.JSON)
                                    .setAggregateRootVersion(0))
                            .build());
        }

        @Test
        void counts_on_from_there() {
            door.events().commitForAggregate(commitForAggregate("a", 0, applied(), applied()));

            CommittedAggregateEvents events = door.events()
                    .commitForAggregate(commitForAggregate("a", 2, applied(), applied(), applied()))
                    .getEvents();

            assertThat(events.getEventsList())
                    .extracting(CommittedAggregateEvent::getAggregateRootVersion)
                    .containsExactly(2L, 3L, 4L);
            assertThat(events.getCurrentAggregateRootVersion()).isEqualTo(5);
            assertThat(events.getAggregateRootVersion()).isEqualTo(4);
        }

        @Test
        void counts_only_what_the_aggregate_applied() {
            door.events().commit(commit(event("a"), event("a")));
            door.events().commitForAggregate(commitForAggregate("b", 0, applied()));

            assertThat(door.events()
                            .commitForAggregate(commitForAggregate("a", 0, applied()))
                            .hasFailure())
                    .isFalse();
        }
    }

    @Nested
    class when_the_aggregate_is_at_another_version {
        @Test
        void names_source_root_and_both_versions() {
            door.events().commitForAggregate(commitForAggregate("a", 0, applied(), applied()));

            CommitAggregateEventsResponse answer =
                    door.events().commitForAggregate(commitForAggregate("a", 7, applied()));

            Answered.failure(
                    answer.getFailure(),
                    FailureType.AGGREGATE_ROOT_CONCURRENCY_CONFLICT,
                    "'a'",
                    Requests.ROOT.toString(),
                    "at version 2",
                    "expected version 7");
            assertThat(answer.hasEvents()).isFalse();
        }

        @Test
        void tells_parallel_callers_so_and_lets_one_of_them_through() {
            List<CommitAggregateEventsResponse> answers =
                    inParallel(10, i -> door.events().commitForAggregate(commitForAggregate("a", 0, applied())));

            assertThat(answers.stream().filter(answer -> !answer.hasFailure())).hasSize(1);
            assertThat(answers.stream().filter(CommitAggregateEventsResponse::hasFailure))
                    .allSatisfy(answer -> Answered.failure(
                            answer.getFailure(),
                            FailureType.AGGREGATE_ROOT_CONCURRENCY_CONFLICT,
                            "expected version 0"));
        }

        @Test
        void stores_the_successes_of_callers_that_expect_different_versions_and_nothing_else() {
            List<CommitAggregateEventsResponse> answers =
                    inParallel(10, i -> door.events().commitForAggregate(commitForAggregate("a", i, applied())));

            long successes =
                    answers.stream().filter(answer -> !answer.hasFailure()).count();
            CommittedAggregateEvents stored =
                    door.events().fetchForAggregate(Requests.fetch("a")).getEvents();
            assertThat(successes).isPositive();
            assertThat(stored.getCurrentAggregateRootVersion()).isEqualTo(successes);
            assertThat(stored.getEventsList())
                    .extracting(CommittedAggregateEvent::getAggregateRootVersion)
                    .containsExactlyElementsOf(IntStream.range(0, (int) successes)
                            .mapToObj(Long::valueOf)
                            .toList());
        }

        @Test
        void lets_parallel_callers_with_aggregates_of_their_own_through() {
            List<CommitAggregateEventsResponse> answers = inParallel(
                    10, i -> door.events().commitForAggregate(commitForAggregate("a" + i, 0, applied(), applied())));

            assertThat(answers).noneMatch(CommitAggregateEventsResponse::hasFailure);
        }
    }

    @Nested
    class when_there_is_nothing_to_commit {
        @Test
        void answers_with_a_failure_of_its_own() {
            Answered.failure(
                    door.events().commitForAggregate(commitForAggregate("a", 0)).getFailure(),
                    FailureType.NO_EVENTS_TO_COMMIT,
                    Requests.ROOT.toString());
        }
    }

    private static List<CommitAggregateEventsResponse> inParallel(
            int callers, IntFunction<CommitAggregateEventsResponse> call) {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<CompletableFuture<CommitAggregateEventsResponse>> answers = IntStream.range(0, callers)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
