package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.context;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitIdsSpec {
    private final Door door = Door.open();

    @AfterEach
    void close() {
        door.close();
    }

    @Nested
    class when_a_commit_id_is_repeated {
        @Test
        void answers_with_the_original_events_context_and_time() {
            CommitEventsResponse original = door.eventsWithCommitId("order-1").commit(commit(event("a"), event("b")));
            door.events().commit(commit(event()));
            var repetition = commit(event("a"), event("b")).toBuilder()
                    .setCallContext(Requests.call(context().setEnvironment("Elsewhere")))
                    .build();

            assertThat(door.eventsWithCommitId("order-1").commit(repetition)).isEqualTo(original);
            assertThat(door.events().commit(commit(event())).getEvents(0).getEventLogSequenceNumber())
                    .isEqualTo(3);
        }

        @Test
        void answers_for_an_aggregate_with_the_version_of_then() {
            var request = commitForAggregate("a", 0, applied(), applied());
            var original = door.eventsWithCommitId("order-1").commitForAggregate(request);
            door.events().commitForAggregate(commitForAggregate("a", 2, applied()));

            assertThat(door.eventsWithCommitId("order-1").commitForAggregate(request))
                    .isEqualTo(original);
        }

        @Test
        void refuses_other_events_under_it() {
            door.eventsWithCommitId("order-1").commit(commit(event("a")));

            CommitEventsResponse answer = door.eventsWithCommitId("order-1").commit(commit(event("b")));

            Answered.failure(answer.getFailure(), FailureType.OTHER, "commit id 'order-1'");
        }

        @Test
        void shows_what_was_erased_since_as_an_empty_object() {
            door.eventsWithCommitId("order-1").commit(commit(event("a")));
            door.stored()
                    .erase(LogId.mainOf(TenantId.DEVELOPMENT), Map.of(SequenceNumber.FIRST, Content.ERASED))
                    .toCompletableFuture()
                    .join();

            CommitEventsResponse answer = door.eventsWithCommitId("order-1").commit(commit(event("a")));

            assertThat(answer.getEvents(0).getContent()).isEqualTo("{}");
        }
    }

    @Nested
    class when_the_header_is_no_commit_id {
        @ParameterizedTest
        @ValueSource(strings = {"", "two words"})
        void refuses_the_commit_naming_the_header(String id) {
            Answered.invalidArgument(
                    () -> door.eventsWithCommitId(id).commit(commit(event())),
                    "header pushmi-commit-id: a commit id is 1 to 128 visible ASCII characters, found " + id.length()
                            + " characters");
            Answered.invalidArgument(
                    () -> door.eventsWithCommitId(id).commitForAggregate(commitForAggregate("a", 0, applied())),
                    "header pushmi-commit-id: a commit id is 1 to 128 visible ASCII characters, found " + id.length()
                            + " characters");
        }

        @Test
        void refuses_one_that_is_too_long() {
            Answered.invalidArgument(
                    () -> door.eventsWithCommitId("x".repeat(129)).commit(commit(event())),
                    "header pushmi-commit-id: a commit id is 1 to 128 visible ASCII characters, found 129 characters");
        }

        @Test
        void refuses_two_of_them() {
            Answered.invalidArgument(
                    () -> door.eventsWithCommitId("a", "b").commit(commit(event())),
                    "header pushmi-commit-id: a commit has one id, found more than one");
        }

        @Test
        void does_not_mind_it_on_a_fetch() {
            assertThat(door.eventsWithCommitId("two words")
                            .fetchForAggregate(Requests.fetch("a"))
                            .hasFailure())
                    .isFalse();
        }
    }
}
