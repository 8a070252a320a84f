package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.HandlerClient.HANDLES;
import static io.pushmi.runtime.doors.dolittle.HandlerClient.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Event handlers from the wire to the store and back, without sockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventHandlersSpec {
    private final Door door = Door.configured(Map.of("DOLITTLE__RUNTIME__PROCESSING__CALLTIMEOUT", "500ms"));
    private final List<HandlerClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(HandlerClient::close);
        door.close();
    }

    private HandlerClient open(
            EventHandlerRegistrationRequest.Builder registration,
            java.util.function.Function<
                            HandleEventRequest,
                            Optional<io.pushmi.contracts.runtime.events.processing.EventHandlerResponse>>
                    answering) {
        HandlerClient client = HandlerClient.open(door.channel(), registration.build(), answering);
        clients.add(client);
        return client;
    }

    private void commit(String... sources) {
        for (String source : sources) {
            assertThat(door.events()
                            .commit(Requests.commit(Requests.event(source)))
                            .hasFailure())
                    .isFalse();
        }
    }

    @Nested
    class when_connected {
        @Test
        void gets_what_was_there_and_what_comes() {
            commit("a", "b");
            HandlerClient client = open(Registrations.handler(), HANDLES);
            client.awaitAsked(2);

            commit("c");

            client.awaitAsked(3);
            assertThat(client.numbers()).containsExactly(0L, 1L, 2L);
            assertThat(client.asked())
                    .extracting(request -> request.getEvent().getStreamPosition())
                    .containsExactly(0L, 1L, 2L);
        }

        @Test
        void gets_only_the_types_that_it_wants() {
            commit("a");
            door.events()
                    .commit(Requests.commit(Requests.event("b").setEventType(Requests.artifact(Requests.OTHER_TYPE))));
            commit("c");

            HandlerClient client = open(Registrations.handler(), HANDLES);

            client.awaitAsked(2);
            assertThat(client.numbers()).containsExactly(0L, 2L);
        }

        @Test
        void keeps_its_place_when_it_comes_back() {
            commit("a", "b");
            HandlerClient first = open(Registrations.handler(), HANDLES);
            first.awaitAsked(2);
            first.disconnect(Duration.ofSeconds(5));
            assertThat(first.end().isOk()).isTrue();
            assertThat(first.isAcknowledged()).isTrue();

            commit("c");
            HandlerClient second = open(Registrations.handler(), HANDLES);

            second.awaitAsked(1);
            assertThat(second.numbers()).containsExactly(2L);
        }
    }

    @Nested
    class when_it_cannot_be_registered {
        @Test
        void is_told_why_and_the_call_ends_well() {
            HandlerClient client = open(Registrations.handler().clearEventTypes(), HANDLES);

            Answered.failure(
                    client.refusal(),
                    FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                    "eventTypes: expected at least one Artifact, found nothing");
            assertThat(client.end().isOk()).isTrue();
        }

        @Test
        void another_client_with_its_id_goes_on() {
            HandlerClient first = open(Registrations.handler(), HANDLES);
            assertThat(first.response().hasFailure()).isFalse();

            HandlerClient second = open(Registrations.handler(), HANDLES);

            Answered.failure(
                    second.refusal(),
                    FailureType.EVENT_HANDLER_ALREADY_REGISTERED,
                    Registrations.ID.toString(),
                    "scope 00000000-0000-0000-0000-000000000000");
            assertThat(second.end().isOk()).isTrue();
            commit("a");
            first.awaitAsked(1);
        }

        @Test
        void the_same_id_in_another_scope_is_another_handler() {
            HandlerClient first = open(Registrations.handler(), HANDLES);
            assertThat(first.response().hasFailure()).isFalse();

            HandlerClient second =
                    open(Registrations.handler().setScopeId(Requests.uuid(UUID.fromString(Deliveries.GUID))), HANDLES);

            assertThat(second.response().hasFailure()).isFalse();
        }

        @Test
        void is_refused_while_the_Runtime_stops() {
            door.processors().close(Duration.ZERO).toCompletableFuture().join();

            HandlerClient client = open(Registrations.handler(), HANDLES);

            Answered.failure(client.refusal(), FailureType.EVENT_STORE_UNAVAILABLE, "shutting down");
            assertThat(client.end().isOk()).isTrue();
        }
    }

    @Nested
    class when_it_fails {
        @Test
        void is_told_so_with_the_same_event_and_goes_on_behind_it() {
            commit("a", "b");
            HandlerClient client = open(
                    Registrations.handler().setPartitioned(false),
                    request -> Optional.of(
                            request.hasRetryProcessingState()
                                    ? HANDLES.apply(request).orElseThrow()
                                    : HandlerClient.failed("no route", Duration.ofMillis(10))));

            client.awaitAsked(4);

            assertThat(client.numbers()).containsExactly(0L, 0L, 1L, 1L);
            assertThat(client.asked().get(1).getRetryProcessingState().getFailureReason())
                    .isEqualTo("no route");
            assertThat(client.asked().get(1).getRetryProcessingState().getRetryCount())
                    .isZero();
            assertThat(client.asked().get(1).getEvent())
                    .isEqualTo(client.asked().get(0).getEvent());
        }

        @Test
        void loses_the_stream_if_it_never_answers_and_gets_the_event_on_the_next_one() {
            commit("a");
            HandlerClient silent = open(Registrations.handler(), LATER);

            assertThat(silent.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(silent.end().getDescription()).contains("PT0.5S");
            assertThat(silent.numbers()).containsExactly(0L);

            HandlerClient next = open(Registrations.handler(), HANDLES);
            next.awaitAsked(1);
            assertThat(next.asked().get(0).getRetryProcessingState().getFailureReason())
                    .contains("has not answered within 500 ms");
        }
    }

    @Nested
    class when_it_disconnects {
        @Test
        void may_finish_what_it_has_and_nothing_of_it_is_repeated() {
            commit("a", "b");
            HandlerClient client = open(Registrations.handler().setConcurrency(2), LATER);
            List<HandleEventRequest> both = client.awaitAsked(2);

            client.disconnect(Duration.ofSeconds(10));
            both.forEach(client::succeed);

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.isAcknowledged()).isTrue();
            commit("c");
            HandlerClient next = open(Registrations.handler(), HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(2L);
        }

        @Test
        void is_waited_for_no_longer_than_it_says() {
            commit("a");
            HandlerClient client = open(Registrations.handler(), LATER);
            client.awaitAsked(1);

            client.disconnect(Duration.ofMillis(50));

            assertThat(client.end().isOk()).isTrue();
            HandlerClient next = open(Registrations.handler(), HANDLES);
            next.awaitAsked(1);
            assertThat(next.numbers()).containsExactly(0L);
        }

        @Test
        void its_place_is_free_at_once_when_it_is_gone() {
            HandlerClient first = open(Registrations.handler(), HANDLES);
            assertThat(first.response().hasFailure()).isFalse();
            first.halfClose();
            assertThat(first.end().isOk()).isTrue();

            assertThat(open(Registrations.handler(), HANDLES).response().hasFailure())
                    .isFalse();
        }
    }
}
