package io.pushmi.runtime.processing.filters;

import static io.pushmi.runtime.processing.filters.FiltersFixture.ID;
import static io.pushmi.runtime.processing.filters.FiltersFixture.LOG;
import static io.pushmi.runtime.processing.filters.FiltersFixture.OTHER;
import static io.pushmi.runtime.processing.filters.FiltersFixture.definition;
import static io.pushmi.runtime.processing.filters.FiltersFixture.streamOf;
import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FiltersSpec {
    private static final FilterDefinition UNPARTITIONED = definition(StreamKind.PRIVATE);
    private static final FilterDefinition PARTITIONED = definition(StreamKind.PARTITIONED);
    private static final FilterDefinition PUBLIC = definition(StreamKind.PUBLIC);
    private static final ScopeId SCOPE = new ScopeId(UUID.fromString("7d0f3c1e-6a55-4b86-9c1f-3f2d7e5a1b04"));

    private final FiltersFixture runtime = new FiltersFixture();

    @AfterEach
    void close() {
        runtime.close();
    }

    /** Includes everything, in the partition of its event source. */
    private static FilterClient bySource() {
        return (tenant, delivery, answer, whenRoom) -> {
            String source =
                    Objects.requireNonNull(delivery.event().event().source()).value();
            answer.accept(new FilterAnswer.Included(new PartitionId(source)));
            return true;
        };
    }

    private static List<Long> sourceNumbers(List<Commit> stream) {
        return stream.stream()
                .map(StreamEvents::sourceNumber)
                .map(SequenceNumber::value)
                .toList();
    }

    private static List<String> partitions(List<Commit> stream) {
        return stream.stream()
                .map(commit -> String.valueOf(commit.events().get(0).partition()))
                .toList();
    }

    private static String reasonOf(FilterRegistrationResult result) {
        assertThat(result).isInstanceOf(FilterRegistrationResult.Refused.class);
        return ((FilterRegistrationResult.Refused) result).reason();
    }

    @Nested
    class when_a_filter_includes_events {
        @Test
        void each_is_a_commit_of_its_own_that_says_up_to_where_the_filter_has_come() {
            runtime.commit(request(event("Told", "ada"), event("Told", "bob")));
            runtime.commit(request(event("Told", "ada")));
            runtime.filter(PARTITIONED, bySource());
            List<Commit> stream = runtime.stored(streamOf(PARTITIONED));
            assertThat(stream).extracting(Commit::count).containsExactly(1, 1, 1);
            assertThat(stream)
                    .extracting(Commit::checkpoint)
                    .containsExactly(
                            new Checkpoint(StreamEvents.FILTER, new SequenceNumber(1)),
                            new Checkpoint(StreamEvents.FILTER, new SequenceNumber(2)),
                            new Checkpoint(StreamEvents.FILTER, new SequenceNumber(3)));
            assertThat(sourceNumbers(stream)).containsExactly(0L, 1L, 2L);
            assertThat(partitions(stream)).containsExactly("ada", "bob", "ada");
        }

        @Test
        void a_copy_has_all_that_the_event_has_but_its_aggregate() {
            Origin origin = new Origin(
                    new MicroserviceId(new UUID(1, 2)),
                    new SequenceNumber(77),
                    Instant.parse("2026-01-02T03:04:05.000000006Z"),
                    new ConsentId(new UUID(3, 4)));
            Commit source = runtime.commit(request(event("Told", "ada")
                            .json("{\"to\":\"Bergen\"}")
                            .appliedBy(aggregate("customers", "ada"))
                            .isPublic()
                            .id("event-7")
                            .metadata(Bytes.utf8("m"))
                            .origin(origin))
                    .occurred(Instant.parse("2025-03-04T05:06:07.000000008Z")));
            runtime.filter(PARTITIONED, bySource());
            Commit copy = runtime.stored(streamOf(PARTITIONED)).get(0);
            assertThat(copy.occurred()).isEqualTo(source.occurred());
            assertThat(copy.context()).isEqualTo(source.context());
            Event event = source.events().get(0);
            assertThat(copy.events().get(0))
                    .isEqualTo(new Event(
                            event.type(),
                            event.source(),
                            event.content(),
                            true,
                            event.id(),
                            event.metadata(),
                            null,
                            new PartitionId("ada"),
                            origin));
            assertThat(copy.aggregates()).isEmpty();
        }

        @Test
        void a_stream_without_partitions_has_them_all_in_one() {
            runtime.commit(request(event("Told", "ada"), event("Told", "bob")));
            runtime.filter(UNPARTITIONED, bySource());
            assertThat(partitions(runtime.stored(streamOf(UNPARTITIONED))))
                    .containsOnly("00000000-0000-0000-0000-000000000000")
                    .hasSize(2);
        }

        @Test
        void it_goes_on_behind_the_last_one_when_it_is_registered_again() {
            runtime.commit(request(event("Told", "ada")));
            runtime.filter(PARTITIONED, bySource());
            runtime.commit(request(event("Told", "bob")));
            runtime.filter(PARTITIONED, bySource());
            assertThat(sourceNumbers(runtime.stored(streamOf(PARTITIONED)))).containsExactly(0L, 1L);
        }

        @Test
        void every_tenant_has_a_stream_of_its_own() {
            runtime.commit(request(event("Told", "ada")));
            runtime.commit(LogId.mainOf(OTHER), request(event("Told", "eve")));
            runtime.filter(PARTITIONED, bySource());
            LogName name = streamOf(PARTITIONED).name();
            assertThat(partitions(runtime.stored(streamOf(PARTITIONED)))).containsExactly("ada");
            assertThat(partitions(runtime.stored(new LogId(OTHER, name)))).containsExactly("eve");
        }

        @Test
        void more_than_fit_on_the_way_at_a_time_all_get_there() {
            for (int i = 0; i < 30; i++) {
                runtime.commit(request().events(20));
            }
            runtime.filter(UNPARTITIONED, bySource());
            assertThat(sourceNumbers(runtime.stored(streamOf(UNPARTITIONED))))
                    .hasSize(600)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class when_a_filter_answers_otherwise {
        private final List<Long> asked = new CopyOnWriteArrayList<>();

        private FilterClient answering(List<FilterAnswer> answers) {
            List<FilterAnswer> left = new ArrayList<>(answers);
            return (tenant, delivery, answer, whenRoom) -> {
                asked.add(delivery.event().sequenceNumber().value());
                answer.accept(left.remove(0));
                return true;
            };
        }

        @Test
        void what_it_excludes_writes_nothing() {
            runtime.commit(request().events(3));
            runtime.filter(
                    PARTITIONED,
                    answering(List.of(
                            FilterAnswer.EXCLUDED,
                            new FilterAnswer.Included(new PartitionId("")),
                            FilterAnswer.EXCLUDED)));
            assertThat(sourceNumbers(runtime.stored(streamOf(PARTITIONED)))).containsExactly(1L);
            assertThat(partitions(runtime.stored(streamOf(PARTITIONED)))).containsExactly("");
        }

        @Test
        void what_fails_is_asked_again() {
            runtime.commit(request().events(2));
            runtime.filter(
                    PARTITIONED,
                    answering(List.of(
                            new FilterAnswer.Failed("busy", Retry.UNSPECIFIED),
                            new FilterAnswer.Included(new PartitionId("a")),
                            FilterAnswer.EXCLUDED)));
            assertThat(asked).containsExactly(0L, 0L, 1L);
            assertThat(sourceNumbers(runtime.stored(streamOf(PARTITIONED)))).containsExactly(0L);
        }

        @Test
        void what_it_does_not_answer_is_asked_when_it_is_back() {
            runtime.commit(request().events(2));
            runtime.filter(PARTITIONED, answering(List.of(FilterAnswer.UNANSWERED)));
            runtime.filter(PARTITIONED, answering(List.of(FilterAnswer.EXCLUDED, FilterAnswer.EXCLUDED)));
            assertThat(asked).containsExactly(0L, 0L, 1L);
        }

        @Test
        void a_partition_that_leaves_no_room_for_the_event_is_a_failure() {
            runtime.commit(request(event().json("\"" + "x".repeat(11 << 20) + "\"")));
            runtime.filter(
                    PARTITIONED,
                    answering(List.of(
                            new FilterAnswer.Included(new PartitionId("p".repeat(1 << 20))),
                            new FilterAnswer.Included(new PartitionId("p")))));
            assertThat(asked).containsExactly(0L, 0L);
            assertThat(partitions(runtime.stored(streamOf(PARTITIONED)))).containsExactly("p");
        }

        @Test
        void an_erased_event_gets_into_the_stream_as_one() {
            runtime.commit(request(event("Told", "ada"), event("Told", "bob")));
            eraseFirst();
            runtime.filter(PARTITIONED, bySource());
            assertThat(runtime.stored(streamOf(PARTITIONED)))
                    .extracting(commit -> commit.events().get(0).isErased())
                    .containsExactly(true, false);
        }

        private void eraseFirst() {
            Answers.of(runtime.storage().erase(LOG, Map.of(SequenceNumber.FIRST, Content.ERASED)));
        }
    }

    @Nested
    class when_a_filter_is_public {
        @Test
        void it_is_asked_about_public_events_only() {
            runtime.commit(request(event("Told", "ada"), event("Told", "bob").isPublic()));
            runtime.filter(PUBLIC, bySource());
            assertThat(streamOf(PUBLIC).name().value()).isEqualTo("public-stream-" + ID);
            assertThat(sourceNumbers(runtime.stored(streamOf(PUBLIC)))).containsExactly(1L);
            assertThat(runtime.stored(streamOf(PUBLIC)).get(0).events().get(0).isPublic())
                    .isTrue();
        }

        @Test
        void it_is_refused_for_another_scope() {
            assertThat(reasonOf(runtime.register(new FilterDefinition(SCOPE, ID, StreamKind.PUBLIC), bySource())))
                    .contains(ID.toString(), SCOPE.toString(), ScopeId.DEFAULT.toString());
            assertThat(runtime.processors().definitions()).isEmpty();
        }

        @Test
        void a_private_one_may_have_the_same_id() {
            runtime.commit(request(event("Told", "ada").isPublic()));
            runtime.filter(PUBLIC, bySource());
            runtime.filter(UNPARTITIONED, bySource());
            assertThat(runtime.stored(streamOf(PUBLIC))).hasSize(1);
            assertThat(runtime.stored(streamOf(UNPARTITIONED))).hasSize(1);
        }
    }

    @Nested
    class when_a_filter_is_of_a_scope {
        @Test
        void its_stream_is_made_of_the_log_of_that_scope() {
            LogId scoped = new LogId(LOG.tenant(), LogName.ofScope(SCOPE));
            runtime.commit(request(event("Told", "ada")));
            runtime.commit(scoped, request(event("Heard", "eve")));
            FilterDefinition definition = new FilterDefinition(SCOPE, ID, StreamKind.PARTITIONED);
            runtime.filter(definition, bySource());
            assertThat(partitions(runtime.stored(streamOf(definition)))).containsExactly("eve");
            assertThat(runtime.stored(streamOf(PARTITIONED))).isEmpty();
        }
    }

    @Nested
    class when_it_is_registered {
        @Test
        void the_id_that_stands_for_the_event_log_is_refused() {
            FilterRegistrationResult result = runtime.register(
                    new FilterDefinition(ScopeId.DEFAULT, new FilterId(new UUID(0, 0)), StreamKind.PRIVATE),
                    bySource());
            assertThat(result).isInstanceOf(FilterRegistrationResult.NotWriteable.class);
            assertThat(((FilterRegistrationResult.NotWriteable) result).reason())
                    .contains("00000000-0000-0000-0000-000000000000");
            assertThat(runtime.processors().definitions()).isEmpty();
        }

        @Test
        void one_that_is_at_work_is_refused() {
            runtime.registered(PARTITIONED, bySource());
            assertThat(runtime.register(PARTITIONED, bySource()))
                    .isInstanceOf(FilterRegistrationResult.AlreadyRegistered.class);
        }

        @Test
        void it_may_become_partitioned_as_long_as_the_stream_is_empty() {
            runtime.filter(UNPARTITIONED, bySource());
            runtime.commit(request(event("Told", "ada")));
            runtime.filter(PARTITIONED, bySource());
            assertThat(partitions(runtime.stored(streamOf(PARTITIONED)))).containsExactly("ada");
        }

        @Test
        void it_may_not_become_partitioned_once_the_stream_has_events_of_any_tenant() {
            runtime.commit(LogId.mainOf(OTHER), request(event("Told", "eve")));
            runtime.filter(UNPARTITIONED, bySource());
            assertThat(reasonOf(runtime.register(PARTITIONED, bySource())))
                    .isEqualTo("the filter is to be partitioned, but stream " + OTHER + "/stream-" + ID
                            + " has events already and is unpartitioned; register it as before, or under another id");
            assertThat(runtime.processors().definitions()).hasSize(1);
        }

        @Test
        void nor_the_other_way_round() {
            runtime.commit(request(event("Told", "ada")));
            runtime.filter(PARTITIONED, bySource());
            assertThat(reasonOf(runtime.register(UNPARTITIONED, bySource())))
                    .contains("is to be unpartitioned", "is partitioned");
            assertThat(runtime.register(PARTITIONED, bySource()))
                    .isInstanceOf(FilterRegistrationResult.Registered.class);
        }
    }
}
