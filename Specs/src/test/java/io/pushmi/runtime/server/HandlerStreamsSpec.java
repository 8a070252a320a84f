package io.pushmi.runtime.server;

import static io.pushmi.runtime.doors.dolittle.HandlerClient.HANDLES;
import static io.pushmi.runtime.doors.dolittle.HandlerClient.LATER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.StartFrom;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.doors.dolittle.HandlerClient;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.ScopeId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of event handlers over sockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandlerStreamsSpec {
    private static final UUID TYPE = UUID.fromString("2f9c0a8e-4b7d-4f0a-9c7f-5f1f6c0e7a31");
    private static final ScopeId SCOPE = new ScopeId(UUID.fromString("9d1f3c40-6f8b-4d6e-8a53-7d2c1b0e9f88"));

    @TempDir
    Path folder;

    private StartedRuntime runtime;

    @BeforeEach
    void start() {
        runtime = StartedRuntime.start(folder, Map.of());
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private HandlerClient open(
            EventHandlerRegistrationRequest.Builder registration,
            Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        return HandlerClient.open(runtime.connect(EndpointName.PRIVATE), registration.build(), answering);
    }

    private HandlerClient connect(
            EventHandlerRegistrationRequest.Builder registration,
            Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        return HandlerClient.connect(runtime.connect(EndpointName.PRIVATE), registration.build(), answering);
    }

    private static EventHandlerRegistrationRequest.Builder handler() {
        return StartedRuntime.handler(ScopeId.DEFAULT, TYPE).setPartitioned(true);
    }

    private long commit(String... sources) {
        long last = -1;
        for (String source : sources) {
            last = runtime.commit(ScopeId.DEFAULT, EventBuilder.event(TYPE.toString(), source));
        }
        return last;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    @Nested
    class when_the_id_is_taken {
        @Test
        void the_second_is_refused_and_takes_over_when_the_first_is_gone() {
            EventHandlerRegistrationRequest.Builder registration = handler();
            HandlerClient first = connect(registration, HANDLES);

            HandlerClient second = open(registration, HANDLES);

            assertThat(second.refusal().getId())
                    .isEqualTo(EventStoreClient.uuid(UUID.fromString("19dc6254-1732-4625-90af-444732bce795")));
            assertThat(second.end().isOk()).isTrue();
            commit("a");
            first.awaitAsked(1);
            first.close();
            HandlerClient third = reconnect(registration, HANDLES);
            commit("b");
            third.awaitAsked(1);
            assertThat(third.numbers()).contains(1L);
        }

        @Test
        void a_handler_of_another_scope_is_another_one() {
            EventHandlerRegistrationRequest.Builder registration = handler();
            HandlerClient main = connect(registration, HANDLES);
            HandlerClient scoped = connect(registration.setScopeId(EventStoreClient.uuid(SCOPE.value())), HANDLES);

            commit("a");
            runtime.commit(SCOPE, EventBuilder.event(TYPE.toString(), "b"));

            assertThat(main.awaitAsked(1))
                    .singleElement()
                    .satisfies(request -> assertThat(
                                    request.getEvent().getPartitionId().toStringUtf8())
                            .isEqualTo("a"));
            assertThat(scoped.awaitAsked(1))
                    .singleElement()
                    .satisfies(request -> assertThat(
                                    request.getEvent().getPartitionId().toStringUtf8())
                            .isEqualTo("b"));
        }
    }

    @Nested
    class when_it_says_where_to_begin_and_to_stop {
        @Test
        void begins_with_what_is_committed_after_it_registered() {
            commit("a", "b");
            HandlerClient client = connect(
                    handler().setStartFrom(StartFrom.newBuilder().setPosition(StartFrom.Position.Latest)), HANDLES);

            commit("c");

            client.awaitAsked(1);
            assertThat(client.numbers()).containsExactly(2L);
            assertThat(client.asked().get(0).getEvent().getStreamPosition()).isZero();
        }

        @Test
        void begins_at_a_number() {
            commit("a", "b", "c");
            HandlerClient client =
                    connect(handler().setStartFrom(StartFrom.newBuilder().setEventLogSequenceNumber(1)), HANDLES);

            client.awaitAsked(2);
            assertThat(client.numbers()).containsExactly(1L, 2L);
        }

        @Test
        void begins_and_stops_at_times() {
            commit("a");
            Instant from = nextTick();
            commit("b");
            Instant until = nextTick();
            commit("c");
            HandlerClient witness = connect(handler(), HANDLES);

            HandlerClient client = connect(
                    handler()
                            .setStartFrom(StartFrom.newBuilder().setTimestamp(timestamp(from)))
                            .setStopAt(timestamp(until)),
                    HANDLES);

            client.awaitAsked(1);
            commit("d");
            witness.awaitAsked(4);
            client.disconnect(Duration.ofSeconds(5));
            assertThat(client.end().isOk()).isTrue();
            assertThat(client.numbers()).containsExactly(1L);
        }

        /** A moment that is behind every event so far. */
        private Instant nextTick() {
            Instant now = Instant.now();
            await().until(() -> Instant.now().isAfter(now.plusMillis(2)));
            return now.plusMillis(1);
        }
    }

    @Nested
    class when_it_handles_partitions_at_a_time {
        @Test
        void has_as_many_events_as_it_wants_but_never_two_of_one_partition() {
            commit("a", "a", "b", "b", "c", "c", "d", "d");
            HandlerClient client = connect(handler().setConcurrency(3), LATER);

            List<HandleEventRequest> first = List.copyOf(client.awaitAsked(3));

            assertThat(first)
                    .extracting(request -> request.getEvent().getPartitionId().toStringUtf8())
                    .containsExactly("a", "b", "c");
            assertThat(client.asked()).hasSize(3);
            client.succeed(first.get(1));
            assertThat(client.awaitAsked(4).get(3).getEvent().getPartitionId().toStringUtf8())
                    .isIn("b", "d");
        }
    }

    @Nested
    class when_it_disconnects {
        @Test
        void nothing_is_repeated() {
            EventHandlerRegistrationRequest.Builder registration = handler().setConcurrency(10);
            HandlerClient client = connect(registration, LATER);
            commit("a", "b", "c");
            List<HandleEventRequest> asked = client.awaitAsked(3);

            client.disconnect(Duration.ofSeconds(10));
            commit("d");
            asked.forEach(client::succeed);

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.isAcknowledged()).isTrue();
            HandlerClient next = connect(registration, HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(3L);
        }

        @Test
        void what_it_did_not_answer_comes_again() {
            EventHandlerRegistrationRequest.Builder registration = handler();
            HandlerClient client = connect(registration, LATER);
            commit("a");
            client.awaitAsked(1);

            client.close();

            HandlerClient next = reconnect(registration, HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(0L);
        }
    }

    @Nested
    class when_the_Runtime_stops {
        @Test
        void the_answer_to_what_is_being_handled_counts_and_the_call_ends_well() {
            EventHandlerRegistrationRequest.Builder registration = handler();
            HandlerClient client = connect(registration, LATER);
            commit("a", "b");
            HandleEventRequest asked = client.awaitAsked(1).get(0);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(runtime::stop);
            EventHandlerRegistrationRequest.Builder other = handler();
            await().until(() -> open(other, HANDLES).response().hasFailure());
            client.succeed(asked);

            assertThat(client.end().isOk()).isTrue();
            stopped.join();
            runtime = StartedRuntime.start(folder, Map.of());
            HandlerClient next = connect(registration, HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(1L);
        }

        @Test
        void it_waits_for_nobody_longer_than_it_is_told() {
            runtime.close();
            runtime = StartedRuntime.start(folder, Map.of("GRACE", "100ms"));
            EventHandlerRegistrationRequest.Builder registration = handler();
            HandlerClient client = connect(registration, LATER);
            commit("a");
            client.awaitAsked(1);

            long asked = System.nanoTime();
            runtime.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
            client.end();
            runtime = StartedRuntime.start(folder, Map.of());
            HandlerClient next = connect(registration, HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(0L);
        }
    }

    @Nested
    class when_a_client_takes_too_long {
        @Test
        void it_loses_the_stream_and_the_others_do_not_notice() {
            runtime.close();
            runtime = StartedRuntime.start(folder, Map.of("CALLTIMEOUT", "300ms"));
            HandlerClient slow = connect(handler(), LATER);
            HandlerClient beside = connect(handler(), HANDLES);

            commit("a");

            assertThat(slow.end().getDescription()).contains("PT0.3S");
            commit("b");
            beside.awaitAsked(2);
            assertThat(beside.hasEnded()).isFalse();
        }
    }

    /** As clients do: again and again until the place is free. */
    private HandlerClient reconnect(
            EventHandlerRegistrationRequest.Builder registration,
            Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        return await().until(
                        () -> open(registration, answering),
                        client -> !client.response().hasFailure());
    }
}
