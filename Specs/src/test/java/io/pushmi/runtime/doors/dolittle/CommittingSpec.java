package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.JSON;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.context;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommittingSpec {
    private final Door door = Door.open();

    @AfterEach
    void close() {
        door.close();
    }

    private List<Commit> stored() {
        return door.stored()
                .read(LogId.mainOf(TenantId.DEVELOPMENT), SequenceNumber.FIRST, new PageLimit(100_000, 1 << 30))
                .toCompletableFuture()
                .join()
                .commits();
    }

    @Nested
    class when_committing_one_event {
        @Test
        void answers_with_the_event_as_it_was_sent_and_its_number() {
            Instant before = Instant.now();

            CommitEventsResponse answer = door.events().commit(commit(event().setPublic(true)));

            assertThat(answer.hasFailure()).isFalse();
            CommittedEvent committed = answer.getEvents(0);
            assertThat(committed)
                    .isEqualTo(CommittedEvent.newBuilder()
                            .setEventLogSequenceNumber(0)
                            .setOccurred(committed.getOccurred())
                            .setEventSourceId(Requests.text("customer-1"))
                            .setExecutionContext(context())
                            .setEventType(Requests.artifact(Requests.TYPE))
                            .setPublic(true)
                            .setContent(JSON)
                            .build());
            assertThat(instant(committed.getOccurred())).isBetween(before, Instant.now());
        }

        @Test
        void stores_it_to_the_nanosecond_and_byte_for_byte() {
            CommittedEvent committed = door.events().commit(commit(event())).getEvents(0);

            Commit stored = stored().get(0);
            assertThat(stored.occurred()).isEqualTo(instant(committed.getOccurred()));
            assertThat(CommittedEvents.write(stored, WireShape.TEXT).getEvents(0))
                    .isEqualTo(committed);
            assertThat(stored.events().get(0).type())
                    .isEqualTo(new EventType(new EventTypeId(Requests.TYPE.toString()), Generation.FIRST));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    " {\t\"a\" : 1.0 ,\r\n \"a\":1 }\n",
                    "{\"n\":123456789012345678901234567890.10e-400}",
                    "{\"$date\":\"2026-01-01\",\"$oid\":\"x\"}",
                    "{\"text\":\"äöü \\u00e4 😀 \\ud83d\"}",
                    "[1,2]",
                    "null"
                })
        void gives_any_json_back_character_for_character(String json) {
            CommittedEvent committed =
                    door.events().commit(commit(event().setContent(json))).getEvents(0);

            assertThat(committed.getContent()).isEqualTo(json);
            assertThat(committed.getContentBytes()).isEqualTo(ByteString.copyFromUtf8(json));
        }

        @Test
        void keeps_a_generation_beyond_the_signed_numbers() {
            CommitEventsRequest request = commit(event().setEventType(
                            Requests.artifact(Requests.TYPE).toBuilder().setGeneration(0xFFFF_FFFE)));

            assertThat(door.events().commit(request).getEvents(0).getEventType().getGeneration())
                    .isEqualTo(0xFFFF_FFFE);
        }

        @Test
        void returns_a_span_of_zeros_as_none() {
            CommitEventsRequest request = commit(event()).toBuilder()
                    .setCallContext(Requests.call(context().setSpanId(ByteString.copyFrom(new byte[8]))))
                    .build();

            assertThat(door.events()
                            .commit(request)
                            .getEvents(0)
                            .getExecutionContext()
                            .hasSpanId())
                    .isFalse();
        }

        @Test
        void keeps_a_microservice_environment_and_version_that_are_not_configured_here() {
            var elsewhere = context()
                    .setEnvironment("Somewhere")
                    .setMicroserviceId(Requests.uuid(Requests.OTHER_TENANT))
                    .build();
            CommitEventsRequest request = commit(event()).toBuilder()
                    .setCallContext(Requests.call(elsewhere.toBuilder()))
                    .build();

            assertThat(door.events().commit(request).getEvents(0).getExecutionContext())
                    .isEqualTo(elsewhere);
        }
    }

    @Nested
    class when_committing_several_events {
        @Test
        void answers_in_their_order_with_consecutive_numbers_and_one_time() {
            door.events().commit(commit(event()));

            CommitEventsResponse answer = door.events().commit(commit(event("a"), event("b"), event("c")));

            assertThat(answer.getEventsList())
                    .extracting(CommittedEvent::getEventLogSequenceNumber)
                    .containsExactly(1L, 2L, 3L);
            assertThat(answer.getEventsList())
                    .extracting(event -> event.getEventSourceId().toStringUtf8())
                    .containsExactly("a", "b", "c");
            assertThat(answer.getEventsList())
                    .extracting(CommittedEvent::getOccurred)
                    .containsOnly(answer.getEvents(0).getOccurred());
        }

        @Test
        void gives_parallel_callers_dense_numbers_each_commit_in_one_piece() {
            List<CommitEventsResponse> answers =
                    inParallel(10, 10, () -> door.events().commit(commit(event("a"), event("b"))));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.getEvents(1).getEventLogSequenceNumber())
                            .isEqualTo(answer.getEvents(0).getEventLogSequenceNumber() + 1));
            assertThat(answers.stream()
                            .flatMap(answer -> answer.getEventsList().stream())
                            .map(CommittedEvent::getEventLogSequenceNumber)
                            .sorted())
                    .containsExactlyElementsOf(LongStream.range(0, 200).boxed().toList());
        }
    }

    @Nested
    class when_a_commit_cannot_be_taken {
        @Test
        void answers_no_events_with_a_failure_of_its_own() {
            Answered.failure(door.events().commit(commit()).getFailure(), FailureType.NO_EVENTS_TO_COMMIT);
        }

        @Test
        void names_the_tenant_that_is_not_configured_and_those_that_are() {
            CommitEventsRequest request = commit(event()).toBuilder()
                    .setCallContext(Requests.callFor(Requests.OTHER_TENANT))
                    .build();

            CommitEventsResponse answer = door.events().commit(request);

            Answered.failure(
                    answer.getFailure(),
                    FailureType.OTHER,
                    Requests.OTHER_TENANT.toString(),
                    Requests.TENANT.toString());
            assertThat(answer.getEventsList()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  ", "hello", "{\"a\":}", "{} {}", "{\"a\":1"})
        void names_the_event_whose_content_is_not_json(String content) {
            CommitEventsResponse answer = door.events().commit(commit(event(), event().setContent(content)));

            Answered.failure(answer.getFailure(), FailureType.OTHER, "event 1", "not JSON");
            assertThat(stored()).isEmpty();
        }

        @Test
        void says_where_the_content_stops_being_json() {
            CommitEventsResponse answer = door.events().commit(commit(event().setContent("{\n  \"a\": tru }")));

            Answered.failure(answer.getFailure(), FailureType.OTHER, "line 2", "column");
        }

        @Test
        void names_the_size_of_an_event_that_is_too_large() {
            String content = "\"" + "x".repeat(4 * 1024 * 1024) + "\"";

            CommitEventsResponse answer = door.events().commit(commit(event().setContent(content)));

            Answered.failure(answer.getFailure(), FailureType.OTHER, "event 0", String.valueOf(content.length()));
        }

        @Test
        void lets_no_other_commit_fail_with_it() {
            List<CommitEventsResponse> answers = inParallel(
                    4,
                    50,
                    () -> door.events().commit(commit(event().setContent("no JSON"))),
                    () -> door.events().commit(commit(event())));

            assertThat(answers.stream().filter(CommitEventsResponse::hasFailure))
                    .hasSize(100);
            assertThat(stored()).hasSize(100);
        }
    }

    @Nested
    class when_its_configuration_names_microservice_and_environment {
        @Test
        void refuses_commits_of_others() {
            try (Door configured = Door.configured(Map.of(
                    "DOLITTLE__RUNTIME__PLATFORM__MICROSERVICEID",
                    Requests.MICROSERVICE.toString(),
                    "DOLITTLE__RUNTIME__PLATFORM__ENVIRONMENT",
                    "Production"))) {
                var mine = context().setEnvironment("Production");
                var elsewhere = context().setEnvironment("Staging");
                var undetermined = context().setEnvironment("Undetermined");
                var other = context().setMicroserviceId(Requests.uuid(Requests.OTHER_TENANT));

                assertThat(configured.events().commit(from(mine)).hasFailure()).isFalse();
                assertThat(configured.events().commit(from(undetermined)).hasFailure())
                        .isFalse();
                Answered.failure(
                        configured.events().commit(from(elsewhere)).getFailure(), FailureType.OTHER, "'Staging'");
                Answered.failure(
                        configured.events().commit(from(other)).getFailure(),
                        FailureType.OTHER,
                        Requests.OTHER_TENANT.toString());
            }
        }

        private static CommitEventsRequest from(ExecutionContext.Builder context) {
            return commit(event()).toBuilder()
                    .setCallContext(Requests.call(context))
                    .build();
        }
    }

    private static Instant instant(Timestamp occurred) {
        return Instant.ofEpochSecond(occurred.getSeconds(), occurred.getNanos());
    }

    @SafeVarargs
    private static List<CommitEventsResponse> inParallel(
            int callers, int times, Supplier<CommitEventsResponse>... calls) {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<CompletableFuture<List<CommitEventsResponse>>> all = IntStream.range(0, callers)
                    .mapToObj(caller -> CompletableFuture.supplyAsync(
                            () -> {
                                List<CommitEventsResponse> answers = new ArrayList<>();
                                for (int i = 0; i < times; i++) {
                                    answers.add(calls[caller % calls.length].get());
                                }
                                return answers;
                            },
                            threads))
                    .toList();
            return all.stream().flatMap(answers -> answers.join().stream()).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
