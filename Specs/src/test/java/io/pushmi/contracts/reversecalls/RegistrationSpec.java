package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.OpenStream.disconnect;
import static io.pushmi.contracts.reversecalls.OpenStream.pong;
import static io.pushmi.contracts.reversecalls.OpenStream.registration;
import static io.pushmi.contracts.reversecalls.OpenStream.response;
import static io.pushmi.contracts.reversecalls.OpenStream.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegistrationSpec {
    private static final ByteString FAILED_TO_REGISTER_EVENT_HANDLER =
            ByteString.copyFrom(HexFormat.of().parseHex("15fafddb27e7f649bed87a787954a4c6"));

    private static void isRefused(OpenStream stream, String... words) {
        assertThat(stream.caller.ended).containsExactly(Status.OK);
        assertThat(stream.sent()).last().isEqualTo("refused");
        assertThat(stream.refusal().getId().getValue()).isEqualTo(FAILED_TO_REGISTER_EVENT_HANDLER);
        assertThat(stream.refusal().getReason()).contains(words);
        assertThat(stream.registrations).isEmpty();
        assertThat(stream.time.waiting()).isZero();
    }

    @Nested
    class when_the_first_message_is_no_registration {
        @Test
        void stream_ends_before_any_message() {
            OpenStream stream = new OpenStream();
            stream.client.onCompleted();
            isRefused(stream, "expected a registration", "found the end of the stream");
        }

        @Test
        void first_message_has_no_registration_part() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(EventHandlerClientToRuntimeMessage.getDefaultInstance());
            isRefused(stream, "expected a registration", "found Nothing");
        }

        @Test
        void first_message_is_a_response() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(response(Uuid.getDefaultInstance(), ""));
            isRefused(stream, "expected a registration", "found Response");
        }

        @Test
        void first_message_is_a_disconnect() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            isRefused(stream, "expected a registration", "found Disconnect");
        }

        @Test
        void no_message_comes_in_time() {
            OpenStream stream = new OpenStream();
            stream.time.pass(java.time.Duration.ofMinutes(1).minusNanos(1));
            assertThat(stream.sent()).isEmpty();
            stream.time.pass(java.time.Duration.ofNanos(1));
            isRefused(stream, "expected a registration within PT1M", "found nothing");
        }

        @Test
        void pong_messages_before_the_registration_are_skipped() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(pong());
            stream.client.onNext(pong());
            stream.client.onNext(registration(seconds(5)));
            stream.accept();
            assertThat(stream.sent()).containsExactly("ping", "accepted");
        }
    }

    @Nested
    class when_the_registration_is_malformed {
        @Test
        void registration_without_callContext() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(EventHandlerClientToRuntimeMessage.newBuilder()
                    .setRegistrationRequest(EventHandlerRegistrationRequest.getDefaultInstance())
                    .build());
            isRefused(stream, "callContext: expected", "found nothing");
        }

        @Test
        void callContext_without_executionContext() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(registration(ReverseCallArgumentsContext.newBuilder()
                    .setPingInterval(seconds(5))
                    .build()));
            isRefused(stream, "callContext.executionContext: expected", "found nothing");
        }

        static Stream<Duration> notAnInterval() {
            return Stream.of(
                    seconds(-1),
                    Duration.newBuilder().setNanos(-1).build(),
                    Duration.newBuilder().setSeconds(1).setNanos(-1).build(),
                    Duration.newBuilder().setSeconds(1).setNanos(1_000_000_000).build(),
                    Duration.newBuilder().setNanos(Integer.MIN_VALUE).build(),
                    seconds(315_576_000_001L),
                    seconds(Long.MAX_VALUE),
                    seconds(Long.MIN_VALUE));
        }

        @ParameterizedTest
        @MethodSource
        void notAnInterval(Duration interval) {
            OpenStream stream = new OpenStream();
            stream.client.onNext(registration(interval));
            isRefused(stream, "callContext.pingInterval: expected", interval.getSeconds() + " s");
        }

        @Test
        void what_comes_after_the_refusal_is_ignored() {
            OpenStream stream = new OpenStream();
            stream.client.onNext(EventHandlerClientToRuntimeMessage.getDefaultInstance());
            stream.client.onNext(registration(seconds(5)));
            stream.client.onCompleted();
            isRefused(stream, "found Nothing");
        }
    }

    @Nested
    class when_it_is_judged {
        @Test
        void callContext_without_pingInterval_is_no_mistake() {
            OpenStream stream = OpenStream.accepted();
            assertThat(stream.sent()).containsExactly("accepted");
        }

        @Test
        void one_registration_response_says_that_it_is_accepted() {
            OpenStream stream = OpenStream.registered(null);
            assertThat(stream.sent()).isEmpty();
            stream.accept();
            assertThat(stream.sent()).containsExactly("accepted");
            assertThat(stream.caller.ended).isEmpty();
            assertThat(stream.registrations).hasSize(1);
        }

        @Test
        void a_rejection_ends_the_stream_with_OK() {
            OpenStream stream = OpenStream.registered(null);
            stream.unanswered().refuse(Failure.newBuilder().setReason("taken").build());
            assertThat(stream.sent()).containsExactly("refused");
            assertThat(stream.refusal().getReason()).isEqualTo("taken");
            assertThat(stream.caller.ended).containsExactly(Status.OK);
        }

        @Test
        void the_server_may_answer_while_it_is_given_the_registration() {
            ScriptedCaller<io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage> caller =
                    new ScriptedCaller<>();
            HandDrivenTimer time = new HandDrivenTimer();
            ReverseCallServer.serve(
                            ServerProtocols.eventHandlers(),
                            caller,
                            OpenStream.SETTINGS,
                            time.clockwork(),
                            (arguments, context, registration) -> registration.refuse(Failure.getDefaultInstance()))
                    .onNext(registration(seconds(5)));
            assertThat(caller.sent).hasSize(2);
            assertThat(caller.ended).containsExactly(Status.OK);
            assertThat(time.waiting()).isZero();
        }

        @Test
        void accept_may_be_called_once_and_reject_once() {
            OpenStream accepted = OpenStream.accepted();
            assertThatThrownBy(accepted::accept).isInstanceOf(IllegalStateException.class);
            OpenStream refused = OpenStream.registered(null);
            refused.unanswered().refuse(Failure.getDefaultInstance());
            assertThatThrownBy(() -> refused.unanswered().refuse(Failure.getDefaultInstance()))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void a_second_registration_is_ignored() {
            OpenStream stream = OpenStream.registered(null);
            stream.client.onNext(registration(seconds(5)));
            stream.accept();
            stream.client.onNext(registration(seconds(5)));
            assertThat(stream.registrations).hasSize(1);
            assertThat(stream.sent()).containsExactly("accepted");
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void a_message_without_a_part_is_ignored() {
            OpenStream stream = OpenStream.registered(null);
            stream.client.onNext(EventHandlerClientToRuntimeMessage.getDefaultInstance());
            stream.accept();
            stream.client.onNext(EventHandlerClientToRuntimeMessage.getDefaultInstance());
            assertThat(stream.sent()).containsExactly("accepted");
            assertThat(stream.caller.ended).isEmpty();
        }
    }

    @Nested
    class when_the_client_goes_before_the_answer {
        private final List<String> gone = new ArrayList<>();

        @Test
        void the_judge_is_told_once() {
            OpenStream stream = OpenStream.registered(null);
            stream.unanswered().onGone(() -> gone.add("gone"));
            stream.caller.cancel();
            stream.client.onError(Status.CANCELLED.asRuntimeException());
            assertThat(gone).containsExactly("gone");
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void the_judge_is_told_at_once_when_he_asks_later() {
            OpenStream stream = OpenStream.registered(null);
            stream.client.onCompleted();
            assertThat(stream.caller.ended).containsExactly(Status.OK);
            stream.unanswered().onGone(() -> gone.add("gone"));
            assertThat(gone).containsExactly("gone");
        }

        @Test
        void whoever_accepts_is_told_that_it_has_ended_and_that_all_requests_have() {
            OpenStream stream = OpenStream.registered(seconds(1));
            stream.caller.cancel();
            stream.accept();
            assertThat(stream.told).containsExactly("ended");
            assertThat(stream.offer("first")).isTrue();
            assertThat(stream.told).containsExactly("ended", "first: Ended");
            assertThat(stream.sent()).containsExactly("ping");
            assertThat(stream.time.waiting()).isZero();
        }

        @Test
        void a_refusal_has_nobody_to_go_to() {
            OpenStream stream = OpenStream.registered(null);
            stream.caller.cancel();
            stream.unanswered().refuse(Failure.getDefaultInstance());
            assertThat(stream.sent()).isEmpty();
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void a_disconnect_is_acknowledged() {
            OpenStream stream = OpenStream.registered(null);
            stream.unanswered().onGone(() -> gone.add("gone"));
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            assertThat(gone).containsExactly("gone");
            assertThat(stream.sent()).containsExactly("disconnected");
            assertThat(stream.caller.ended).containsExactly(Status.OK);
        }

        @Test
        void nobody_is_told_after_the_answer() {
            OpenStream stream = OpenStream.registered(null);
            stream.unanswered().onGone(() -> gone.add("gone"));
            stream.accept();
            stream.caller.cancel();
            assertThat(gone).isEmpty();
            assertThat(stream.told).containsExactly("ended");
        }

        @Test
        void an_abort_before_the_registration_leaves_nothing_behind() {
            OpenStream stream = new OpenStream();
            stream.caller.cancel();
            stream.client.onNext(registration(seconds(1)));
            assertThat(stream.registrations).isEmpty();
            assertThat(stream.sent()).isEmpty();
            assertThat(stream.time.waiting()).isZero();
        }
    }
}
