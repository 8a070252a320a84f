package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.OpenStream.disconnect;
import static io.pushmi.contracts.reversecalls.OpenStream.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EndOfStreamSpec {
    private final OpenStream stream = OpenStream.accepted(seconds(5));

    static Stream<Named<Consumer<OpenStream>>> ends() {
        return Stream.of(
                Named.of("half-close", stream -> stream.client.onCompleted()),
                Named.of("abort", stream -> stream.caller.cancel()),
                Named.of("failure", stream -> stream.client.onError(Status.UNAVAILABLE.asRuntimeException())),
                Named.of("silence", stream -> stream.time.pass(java.time.Duration.ofSeconds(15))),
                Named.of("completion", stream -> stream.call().complete()),
                Named.of("status", stream -> stream.call().end(Status.UNAVAILABLE)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void on_stream_end_for_any_reason_every_outstanding_call_is_ended_once_and_then_the_owner_told(
            Consumer<OpenStream> end) {
        stream.offer("sent");
        stream.caller.isReady(false);
        stream.offer("waiting");
        stream.offer("waiting too");
        stream.offer("in line");
        end.accept(stream);
        assertThat(stream.told)
                .containsExactlyInAnyOrder(
                        "sent: Ended", "waiting: Ended", "waiting too: Ended", "in line may try again", "ended")
                .endsWith("ended");
        stream.caller.isReady(true);
        ends().forEach(another -> another.getPayload().accept(stream));
        assertThat(stream.told).hasSize(5);
        assertThat(stream.requestsSent()).containsExactly("sent");
        assertThat(stream.caller.ended).hasSizeLessThanOrEqualTo(1);
        assertThat(stream.time.waiting()).isZero();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void what_is_offered_after_the_end_is_ended_at_once(Consumer<OpenStream> end) {
        end.accept(stream);
        assertThat(stream.offer("late")).isTrue();
        assertThat(stream.told).containsExactly("ended", "late: Ended");
        assertThat(stream.requestsSent()).isEmpty();
    }

    @Test
    void client_half_close_ends_the_call_with_OK() {
        stream.client.onCompleted();
        assertThat(stream.caller.ended).containsExactly(Status.OK);
    }

    @Test
    void abort_leaves_nobody_to_be_told() {
        stream.caller.cancel();
        assertThat(stream.caller.ended).isEmpty();
    }

    @Test
    void a_status_is_passed_on() {
        stream.call().end(Status.UNAVAILABLE.withDescription("stopping"));
        assertThat(stream.caller.ended.get(0).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(stream.caller.ended.get(0).getDescription()).isEqualTo("stopping");
    }

    @Test
    void a_callback_that_fails_does_not_keep_others_from_being_told() {
        stream.call()
                .offer(
                        io.pushmi.contracts.execution.ExecutionContext.getDefaultInstance(),
                        OpenStream.request("failing"),
                        answer -> {
                            throw new IllegalStateException("planted");
                        },
                        () -> {});
        stream.offer("second");
        stream.call().complete();
        assertThat(stream.told).containsExactly("second: Ended", "ended");
        assertThat(stream.caller.ended).containsExactly(Status.OK);
    }

    @Test
    void a_transport_that_fails_ends_the_call() {
        Consumer<EventHandlerRuntimeToClientMessage> failure = message -> {
            throw new IllegalStateException("planted");
        };
        stream.offer("sent");
        stream.caller.onSent(failure);
        stream.offer("failing");
        assertThat(stream.told).containsExactlyInAnyOrder("sent: Ended", "failing: Ended", "ended");
        assertThat(stream.caller.ended).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
    }

    @Nested
    class when_the_client_asks_to_disconnect {
        @Test
        void the_owner_is_told_how_long_the_client_waits() {
            stream.client.onNext(disconnect(
                    InitiateDisconnect.newBuilder().setGracePeriod(seconds(7)).build()));
            assertThat(stream.told).containsExactly("disconnecting within PT7S");
        }

        @Test
        void the_grace_is_20_seconds_where_none_is_given_or_it_is_no_duration() {
            for (InitiateDisconnect wish : List.of(
                    InitiateDisconnect.getDefaultInstance(),
                    InitiateDisconnect.newBuilder().setGracePeriod(seconds(-1)).build(),
                    InitiateDisconnect.newBuilder()
                            .setGracePeriod(Duration.newBuilder().setNanos(Integer.MAX_VALUE))
                            .build())) {
                OpenStream asked = OpenStream.accepted();
                asked.client.onNext(disconnect(wish));
                assertThat(asked.told).containsExactly("disconnecting within PT20S");
            }
        }

        @Test
        void no_new_request_is_sent_but_those_in_flight_can_be_answered() {
            stream.offer("first");
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            assertThat(stream.offer("second")).isTrue();
            stream.respond(stream.idOf("first"), "done");
            assertThat(stream.told).containsExactly("disconnecting within PT20S", "second: Ended", "first: done");
            assertThat(stream.requestsSent()).containsExactly("first");
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void completion_is_acknowledged() {
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            stream.call().complete();
            assertThat(stream.sent()).endsWith("disconnected");
            assertThat(stream.caller.ended).containsExactly(Status.OK);
            assertThat(stream.told).endsWith("ended");
        }

        @Test
        void asking_twice_is_asking_once() {
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            assertThat(stream.told).hasSize(1);
        }

        @Test
        void pings_go_on_until_the_end() {
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            long before = stream.pings();
            stream.time.pass(java.time.Duration.ofSeconds(5));
            assertThat(stream.pings()).isEqualTo(before + 1);
        }
    }

    @Test
    void completion_without_being_asked_is_not_acknowledged() {
        stream.call().complete();
        assertThat(stream.sent()).endsWith("accepted");
        assertThat(stream.caller.ended).containsExactly(Status.OK);
    }
}
