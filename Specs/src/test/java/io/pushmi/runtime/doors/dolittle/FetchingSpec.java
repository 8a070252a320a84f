package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.OTHER_TYPE;
import static io.pushmi.runtime.doors.dolittle.Requests.TYPE;
import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static io.pushmi.runtime.doors.dolittle.Requests.fetch;
import static io.pushmi.runtime.doors.dolittle.Requests.fetchInBatches;
import static io.pushmi.runtime.doors.dolittle.Requests.fetchTypes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

// Older clients know no other version than the deprecated one.
@SuppressWarnings("deprecation")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FetchingSpec {
    private static final int MEBIBYTE = 1024 * 1024;

    private final Door door = Door.open();

    @AfterEach
    void close() {
        door.close();
    }

    private List<FetchForAggregateResponse> batches(FetchForAggregateInBatchesRequest request) {
        return ImmutableList.copyOf(door.events().fetchForAggregateInBatches(request));
    }

    private CommittedAggregateEvents onlyBatch(FetchForAggregateInBatchesRequest request) {
        assertThat(batches(request)).hasSize(1).noneMatch(FetchForAggregateResponse::hasFailure);
        return batches(request).get(0).getEvents();
    }

    @Nested
    class when_the_aggregate_has_no_events {
        private final CommittedAggregateEvents empty = CommittedAggregateEvents.newBuilder()
                .setEventSourceId(Requests.text("a"))
                .setAggregateRootId(Requests.uuid(Requests.ROOT))
                .build();

        @Test
        void answers_once_with_version_0() {
            door.events().commit(commit(event("a")));

            assertThat(door.events().fetchForAggregate(fetch("a")).getEvents()).isEqualTo(empty);
            assertThat(onlyBatch(fetchInBatches("a"))).isEqualTo(empty);
            assertThat(onlyBatch(fetchTypes("a"))).isEqualTo(empty);
            assertThat(onlyBatch(fetchTypes("a", TYPE))).isEqualTo(empty);
        }
    }

    @Nested
    class when_the_aggregate_has_events {
        @Test
        void answers_with_what_its_commits_were_answered() {
            CommittedAggregateEvents first = door.events()
                    .commitForAggregate(commitForAggregate("a", 0, applied(), applied(OTHER_TYPE, " [ 1.0 ] ")))
                    .getEvents();
            door.events().commitForAggregate(commitForAggregate("b", 0, applied()));
            door.events().commit(commit(event("a")));
            CommittedAggregateEvents second = door.events()
                    .commitForAggregate(commitForAggregate("a", 2, applied().setPublic(true)))
                    .getEvents();

            CommittedAggregateEvents whole =
                    door.events().fetchForAggregate(fetch("a")).getEvents();

            assertThat(whole)
                    .isEqualTo(second.toBuilder()
                            .clearEvents()
                            .addAllEvents(first.getEventsList())
                            .addAllEvents(second.getEventsList())
                            .build());
            assertThat(whole.getCurrentAggregateRootVersion()).isEqualTo(3);
            assertThat(whole.getAggregateRootVersion()).isEqualTo(2);
            assertThat(onlyBatch(fetchInBatches("a"))).isEqualTo(whole);
        }

        @Test
        void reads_them_over_many_pages() {
            for (int i = 0; i < 1200; i++) {
                door.events().commitForAggregate(commitForAggregate("a", i, applied()));
            }

            assertThat(onlyBatch(fetchInBatches("a")).getEventsList())
                    .hasSize(1200)
                    .isEqualTo(door.events()
                            .fetchForAggregate(fetch("a"))
                            .getEvents()
                            .getEventsList());
        }
    }

    @Nested
    class when_asking_for_some_types {
        @Test
        void answers_with_those_and_the_true_version() {
            door.events()
                    .commitForAggregate(commitForAggregate(
                            "a", 0, applied(TYPE, "0"), applied(OTHER_TYPE, "1"), applied(TYPE, "2")));

            assertThat(contentsAt3(fetchTypes("a"))).isEmpty();
            assertThat(contentsAt3(fetchTypes("a", UUID.randomUUID()))).isEmpty();
            assertThat(contentsAt3(fetchTypes("a", TYPE))).containsExactly("0", "2");
            assertThat(contentsAt3(fetchTypes("a", UUID.randomUUID(), OTHER_TYPE)))
                    .containsExactly("1");
            assertThat(contentsAt3(fetchTypes("a", TYPE, OTHER_TYPE))).containsExactly("0", "1", "2");
        }

        @Test
        void does_not_compare_generations() {
            door.events().commitForAggregate(commitForAggregate("a", 0, applied(), applied(), applied(TYPE, "2")));
            FetchForAggregateInBatchesRequest.Builder request = fetchTypes("a", TYPE).toBuilder();
            request.getFetchEventsBuilder().getEventTypesBuilder(0).setGeneration(9);

            assertThat(contentsAt3(request.build())).hasSize(3);
        }

        private List<String> contentsAt3(FetchForAggregateInBatchesRequest request) {
            CommittedAggregateEvents events = onlyBatch(request);
            assertThat(events.getCurrentAggregateRootVersion()).isEqualTo(3);
            assertThat(events.getAggregateRootVersion()).isEqualTo(2);
            return events.getEventsList().stream()
                    .map(CommittedAggregateEvent::getContent)
                    .toList();
        }
    }

    @Nested
    class when_the_events_are_large {
        private void commitLarge(int count, int bytes) {
            for (int i = 0; i < count; i++) {
                door.events()
                        .commitForAggregate(commitForAggregate("a", i, applied(TYPE, "\"" + "x".repeat(bytes) + "\"")));
            }
        }

        private List<Integer> sizes() {
            List<FetchForAggregateResponse> batches = batches(fetchInBatches("a"));
            assertThat(batches).allSatisfy(batch -> {
                assertThat(batch.getEvents().getEventSourceId()).isEqualTo(Requests.text("a"));
                assertThat(batch.getEvents().getAggregateRootId()).isEqualTo(Requests.uuid(Requests.ROOT));
            });
            assertThat(batches.stream()
                            .flatMap(batch -> batch.getEvents().getEventsList().stream())
                            .toList())
                    .isEqualTo(door.events()
                            .fetchForAggregate(fetch("a"))
                            .getEvents()
                            .getEventsList());
            return batches.stream()
                    .map(batch -> batch.getEvents().getEventsCount())
                    .toList();
        }

        @Test
        void puts_as_many_into_a_batch_as_fit() {
            commitLarge(7, 600 * 1024);

            assertThat(sizes()).containsExactly(3, 3, 1);
        }

        @Test
        void lets_one_that_is_larger_than_a_batch_travel_alone() {
            commitLarge(2, 3 * MEBIBYTE);

            assertThat(sizes()).containsExactly(1, 1);
        }

        @Test
        void refuses_one_response_that_would_be_too_large_and_says_what_to_call() {
            commitLarge(22, 3 * MEBIBYTE);

            FetchForAggregateResponse answer = door.events().fetchForAggregate(fetch("a"));

            Answered.failure(answer.getFailure(), FailureType.OTHER, "67108864", "FetchForAggregateInBatches");
            assertThat(answer.hasEvents()).isFalse();
            assertThat(batches(fetchInBatches("a"))).hasSize(22);
        }
    }

    @Nested
    class when_an_event_was_erased {
        @Test
        void still_has_its_type_and_version_and_an_empty_object_for_content() {
            door.events().commitForAggregate(commitForAggregate("a", 0, applied(), applied()));
            CommittedAggregateEvents before =
                    door.events().fetchForAggregate(fetch("a")).getEvents();
            door.stored()
                    .erase(LogId.mainOf(TenantId.DEVELOPMENT), Map.of(SequenceNumber.FIRST, Content.ERASED))
                    .toCompletableFuture()
                    .join();

            CommittedAggregateEvents.Builder expected = before.toBuilder();
            expected.getEventsBuilder(0).setContent("{}");
            assertThat(door.events().fetchForAggregate(fetch("a")).getEvents()).isEqualTo(expected.build());
            assertThat(onlyBatch(fetchInBatches("a"))).isEqualTo(expected.build());
        }
    }

    @Nested
    class when_the_fetch_cannot_be_served {
        @Test
        void answers_an_unknown_tenant_with_one_failure() {
            var call = Requests.callFor(Requests.OTHER_TENANT);

            Answered.failure(
                    door.events()
                            .fetchForAggregate(
                                    fetch("a").toBuilder().setCallContext(call).build())
                            .getFailure(),
                    FailureType.OTHER,
                    Requests.OTHER_TENANT.toString());
            List<FetchForAggregateResponse> batches =
                    batches(fetchInBatches("a").toBuilder().setCallContext(call).build());
            assertThat(batches).hasSize(1);
            Answered.failure(batches.get(0).getFailure(), FailureType.OTHER, Requests.OTHER_TENANT.toString());
        }

        @Test
        void answers_a_request_that_does_not_choose_its_events_with_one_failure() {
            List<FetchForAggregateResponse> batches =
                    batches(fetchInBatches("a").toBuilder().clearRequest().build());

            assertThat(batches).hasSize(1);
            Answered.failure(
                    batches.get(0).getFailure(), FailureType.OTHER, "fetchAllEvents", "fetchEvents", "neither");
        }
    }
}
