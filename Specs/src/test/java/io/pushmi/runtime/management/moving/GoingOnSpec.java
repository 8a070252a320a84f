package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.OldDatabase.CLOSED;
import static io.pushmi.runtime.management.moving.OldDatabase.NONE;
import static io.pushmi.runtime.management.moving.OldDatabase.OPENED;
import static io.pushmi.runtime.management.moving.OldDatabase.START;
import static io.pushmi.runtime.management.moving.OldDatabase.definition;
import static io.pushmi.runtime.management.moving.OldDatabase.event;
import static io.pushmi.runtime.management.moving.OldDatabase.failing;
import static io.pushmi.runtime.management.moving.OldDatabase.inStream;
import static io.pushmi.runtime.management.moving.OldDatabase.number;
import static io.pushmi.runtime.management.moving.OldDatabase.partitioned;
import static io.pushmi.runtime.management.moving.OldDatabase.processor;
import static io.pushmi.runtime.management.moving.OldDatabase.publicEvent;
import static io.pushmi.runtime.management.moving.OldDatabase.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.ProcessingSettings;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.processing.StartFrom;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.processing.filters.FilterDefinition;
import io.pushmi.runtime.processing.filters.FilterId;
import io.pushmi.runtime.processing.filters.FilterRegistrationResult;
import io.pushmi.runtime.processing.filters.Filters;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoingOnSpec {
    private static final UUID HANDLER = UUID.fromString("eeeeeeee-0000-4000-8000-000000000001");
    private static final UUID FILTER = UUID.fromString("ffffffff-0000-4000-8000-000000000001");
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");
    private static final ProcessorId ID = new ProcessorId(ProcessorKind.EVENT_HANDLER, ScopeId.DEFAULT, HANDLER);
    private static final Selection SELECTION = Selection.of(Set.of(new EventTypeId(OPENED.toString())));

    private final OldDatabase old = new OldDatabase();
    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Tenants tenants = new Tenants(List.of(FilledStore.TENANT));
    private final EventLogs logs = new EventLogs(
            engine.logs(), LogSettings.of(Duration.ofSeconds(10), 1 << 20), Clock.systemUTC(), timer, timer);
    private final Processors processors = new Processors(
            logs,
            engine.logs(),
            engine.states(),
            new SoleLeases(),
            tenants,
            new ProcessingSettings(20, Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ofSeconds(1), 100),
            Clock.systemUTC(),
            timer);
    private final List<Delivery> given = new CopyOnWriteArrayList<>();

    /** Four wanted events of two sources, and one that is not. */
    @BeforeEach
    void fill() {
        old.put(
                "event-log",
                event(0, OPENED, "a.b$"),
                event(1, OPENED, "two"),
                event(2, CLOSED, "two"),
                event(3, OPENED, "a.b$"),
                event(4, OPENED, "two"));
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        engine.close();
        old.close();
    }

    private void move() {
        try (ForeignStore source = old.open(FilledStore.TENANT)) {
            new ForeignImport(FilledStore.open(engine), FilledStore.TENANT, source).run((done, expected) -> {});
        }
    }

    private void register(boolean partitioned) {
        EventTarget target = (Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) -> {
            given.add(delivery);
            answer.accept(Outcome.SUCCEEDED);
            return true;
        };
        RegistrationResult result = Answers.of(processors.register(
                new ProcessorDefinition(ID, null, SELECTION, partitioned, 1, StartFrom.FIRST, null), tenant -> target));
        assertThat(result).isInstanceOf(RegistrationResult.Registered.class);
    }

    private ProcessorStatus status() {
        return Answers.of(processors.status(ID, Optional.empty())).orElseThrow().get(0);
    }

    private void awaitPosition(long position) {
        Awaitility.await().until(() -> status().position().equals(new SequenceNumber(position)));
    }

    private List<Long> numbers() {
        return given.stream()
                .map(delivery -> delivery.event().sequenceNumber().value())
                .toList();
    }

    @Nested
    class when_a_handler_is_registered_again {
        @Test
        void it_gets_what_it_had_not_and_nothing_twice() {
            old.put("stream-processor-states", processor(HANDLER, HANDLER, 2, 3));
            move();

            register(false);

            awaitPosition(5);
            assertThat(numbers()).containsExactly(3L, 4L);
            assertThat(given).extracting(Delivery::streamPosition).containsExactly(2L, 3L);
        }

        @Test
        void it_gets_what_is_committed_from_now_on() {
            old.put("stream-processor-states", processor(HANDLER, HANDLER, 4, 5));
            move();
            register(false);

            CommitOutcome outcome = Answers.of(logs.commit(
                    LogId.mainOf(FilledStore.TENANT),
                    RequestBuilder.request(EventBuilder.event(OPENED.toString(), "new"))
                            .build()));

            assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
            awaitPosition(6);
            assertThat(numbers()).containsExactly(5L);
        }

        @Test
        void a_position_of_an_older_version_is_found_in_its_stream() {
            Document state = processor(HANDLER, HANDLER, 2, 0);
            state.remove("EventLogPosition");
            old.put("stream-processor-states", state);
            old.put(
                    "stream-" + HANDLER,
                    inStream(0, "a.b$", event(0, OPENED, "a.b$")),
                    inStream(1, "two", event(1, OPENED, "two")),
                    inStream(2, "a.b$", event(3, OPENED, "a.b$")));
            move();

            register(false);

            awaitPosition(5);
            assertThat(numbers()).containsExactly(3L, 4L);
        }

        @Test
        void a_position_of_an_older_version_may_be_the_end_of_its_stream() {
            old.put("stream-processor-states", processor(HANDLER, HANDLER, 2, 0));
            old.put(
                    "stream-" + HANDLER,
                    inStream(0, "a.b$", event(0, OPENED, "a.b$")),
                    inStream(1, "two", event(1, OPENED, "two")));
            move();

            register(false);

            awaitPosition(5);
            assertThat(numbers()).containsExactly(3L, 4L);
        }

        @Test
        void a_position_that_cannot_be_found_is_refused() {
            old.put("stream-processor-states", processor(HANDLER, HANDLER, 2, 0));

            assertThatThrownBy(GoingOnSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageContaining(
                            "processor " + HANDLER + " in stream-processor-states: it has handled 2 events")
                    .hasMessageContaining("connect it to a Runtime of version 9 once");
        }

        @Test
        void a_processor_of_another_stream_is_refused() {
            old.put("stream-processor-states", processor(HANDLER, FILTER, 2, 2));

            assertThatThrownBy(GoingOnSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageContaining("it reads stream " + FILTER);
        }
    }

    @Nested
    class when_something_fails {
        @Test
        void a_partition_waits_for_its_time_with_reason_and_attempts() {
            old.put(
                    "stream-processor-states",
                    partitioned(HANDLER, 3, 4, new Document("a.b$", failing(0, 0, LATER, "boom", 3))));
            move();

            register(true);

            awaitPosition(5);
            assertThat(numbers()).containsExactly(4L);
            assertThat(status().troubled())
                    .containsExactly(new PartitionStatus(
                            new PartitionId("a.b$"),
                            SequenceNumber.FIRST,
                            0,
                            PartitionStatus.State.FAILING,
                            "boom",
                            3,
                            START.plusSeconds(5),
                            LATER));
            assertThat(status().lastHandled()).isNotNull();
        }

        @Test
        void a_partition_that_is_due_is_caught_up() {
            old.put(
                    "stream-processor-states",
                    partitioned(
                            HANDLER,
                            4,
                            5,
                            new Document("a.b$", failing(0, 0, START, "boom", 3))
                                    .append("two", failing(3, 4, START, "behind", 0))));
            move();

            register(true);

            Awaitility.await().until(() -> status().troubled().isEmpty());
            assertThat(numbers()).containsExactlyInAnyOrder(0L, 3L, 4L);
            Delivery again = given.stream()
                    .filter(delivery -> delivery.event().sequenceNumber().value() == 0)
                    .findFirst()
                    .orElseThrow();
            assertThat(again.repetition()).isEqualTo(new Delivery.Repetition("boom", 2));
        }

        @Test
        void a_partition_that_is_not_to_be_tried_again_waits_for_somebody() {
            old.put(
                    "stream-processor-states",
                    partitioned(HANDLER, 4, 5, new Document("two", failing(1, 1, NEVER, "no", 1))));
            move();

            register(true);

            assertThat(status().troubled().get(0).nextTry()).isNull();
            Answers.of(processors.retryNow(ID, FilledStore.TENANT, new PartitionId("two")));
            Awaitility.await().until(() -> status().troubled().isEmpty());
            assertThat(numbers()).containsExactly(1L, 4L);
        }

        @Test
        void a_handler_without_partitions_stays_where_it_fails() {
            old.put(
                    "stream-processor-states",
                    processor(HANDLER, HANDLER, 1, 1)
                            .append("IsFailing", true)
                            .append("FailureReason", "broken")
                            .append("ProcessingAttempts", 7L)
                            .append("RetryTime", Date.from(LATER)));
            move();

            register(false);

            PartitionStatus failing = status().troubled().get(0);
            assertThat(failing.position()).isEqualTo(new SequenceNumber(1));
            assertThat(failing.reason()).isEqualTo("broken");
            assertThat(failing.attempts()).isEqualTo(7);
            assertThat(failing.nextTry()).isEqualTo(LATER);
            assertThat(given).isEmpty();
        }
    }

    @Nested
    class when_a_filter_is_registered_again {
        private final List<Long> asked = new CopyOnWriteArrayList<>();
        private final Filters filters = new Filters(processors, logs, engine.logs(), engine.states(), tenants, timer);

        private void register(StreamKind kind) {
            FilterRegistrationResult result = Answers.of(filters.register(
                    new FilterDefinition(ScopeId.DEFAULT, new FilterId(FILTER), kind),
                    (tenant, delivery, answer, whenRoom) -> {
                        asked.add(delivery.event().sequenceNumber().value());
                        answer.accept(new FilterAnswer.Included(new PartitionId("part")));
                        return true;
                    }));
            assertThat(result).isInstanceOf(FilterRegistrationResult.Registered.class);
        }

        private List<Commit> stream(LogName name, int length) {
            LogId log = new LogId(FilledStore.TENANT, name);
            Awaitility.await().until(() -> FilledStore.commits(engine, log).size() == length);
            return FilledStore.commits(engine, log);
        }

        @Test
        void it_is_asked_about_what_it_has_not_decided() {
            old.put("stream-definitions", definition(FILTER, true, false, "Remote"));
            old.put("stream-processor-states", processor(FILTER, NONE, 3, 3));
            old.put("stream-" + FILTER, inStream(0, "part", event(1, OPENED, "two")));
            move();

            register(StreamKind.PARTITIONED);

            List<Commit> stream = stream(LogName.ofStream(ScopeId.DEFAULT, new StreamId(FILTER)), 3);
            assertThat(asked).containsExactly(3L, 4L);
            assertThat(stream)
                    .extracting(commit -> Objects.requireNonNull(commit.checkpoint())
                            .position()
                            .value())
                    .containsExactly(2L, 4L, 5L);
        }

        @Test
        void a_public_one_goes_on_at_the_next_position_of_its_stream() {
            Document shown = publicEvent(5, OPENED, "two");
            old.put("event-log", shown, publicEvent(6, OPENED, "two"));
            old.put("stream-definitions", definition(FILTER, true, true, "Remote"));
            old.put("stream-processor-states", processor(FILTER, NONE, 6, 6));
            old.put("public-stream-" + FILTER, inStream(0, "part", shown));
            move();

            register(StreamKind.PUBLIC);

            List<Commit> stream = stream(LogName.ofPublicStream(new StreamId(FILTER)), 2);
            assertThat(asked).containsExactly(6L);
            assertThat(stream.get(1).first()).isEqualTo(new SequenceNumber(1));
            ProcessorId id = new ProcessorId(ProcessorKind.PUBLIC_FILTER, ScopeId.DEFAULT, FILTER);
            Awaitility.await()
                    .until(() -> Answers.of(processors.status(id, Optional.empty()))
                                    .orElseThrow()
                                    .get(0)
                                    .streamPosition()
                            == 2);
        }

        @Test
        void what_an_old_handler_had_for_a_filter_is_left_behind() {
            old.put("stream-processor-states", processor(HANDLER, NONE, 5, 5), processor(HANDLER, HANDLER, 4, 5));

            move();

            assertThat(Answers.of(engine.states().list(FilledStore.TENANT, "processors", null, 10))
                            .documents())
                    .extracting(document -> document.name().name())
                    .containsExactly(ID.toString());
        }
    }

    @Nested
    class when_events_are_read {
        @Test
        void they_are_found_by_the_rooms_above() {
            move();

            EventReading reading = new EventReading(logs, engine.logs(), tenants);

            assertThat(Answers.of(reading.log(FilledStore.TENANT, ScopeId.DEFAULT)
                                    .orElseThrow()
                                    .positionOf(START.plusSeconds(3)))
                            .position())
                    .isEqualTo(new SequenceNumber(3));
        }

        @Test
        void subscriptions_are_kept_for_the_event_horizon() {
            old.put(
                    "x-" + NONE + "-subscription-states",
                    new Document("Microservice", uuid(OldDatabase.MICROSERVICE))
                            .append("Tenant", uuid(FilledStore.TENANT.value()))
                            .append("Stream", uuid(FILTER))
                            .append("Partition", "part")
                            .append("Position", number(17))
                            .append("EventLogSequence", number(40))
                            .append("LastSuccessfullyProcessed", Date.from(START))
                            .append("IsFailing", false));

            move();

            StateDocument kept = Answers.of(
                            engine.states().list(FilledStore.TENANT, ForeignDocuments.SUBSCRIPTIONS, null, 10))
                    .documents()
                    .get(0);
            assertThat(kept.name().name())
                    .isEqualTo(
                            NONE + "/" + OldDatabase.MICROSERVICE + "/" + FilledStore.TENANT + "/" + FILTER + "/part");
            assertThat(kept.content())
                    .isEqualTo(Bytes.utf8("{\"scope\":\"" + NONE + "\",\"producer\":\"" + OldDatabase.MICROSERVICE
                            + "\",\"producerTenant\":\"" + FilledStore.TENANT + "\",\"stream\":\"" + FILTER
                            + "\",\"partition\":\"part\",\"next\":17,\"lastReceived\":\"2024-05-06T07:08:09.123Z\"}"));
        }
    }
}
