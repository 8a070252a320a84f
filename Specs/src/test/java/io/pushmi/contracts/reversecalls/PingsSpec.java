package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.OpenStream.pong;
import static io.pushmi.contracts.reversecalls.OpenStream.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PingsSpec {
    private static final java.time.Duration INTERVAL = java.time.Duration.ofSeconds(5);

    @Nested
    class when_pings_are_asked_for {
        private final OpenStream stream = OpenStream.registered(seconds(5));

        @Test
        void pinging_starts_as_soon_as_the_first_message_is_parsed() {
            assertThat(stream.sent()).containsExactly("ping");
        }

        @Test
        void they_go_on_while_the_registration_is_judged() {
            pass(4);
            assertThat(stream.sent()).containsExactly("ping", "ping", "ping", "ping", "ping");
        }

        @Test
        void they_come_on_a_fixed_schedule_whether_or_not_requests_flow() {
            stream.accept();
            for (int i = 0; i < 50; i++) {
                stream.offer("" + i);
                stream.respond(stream.idOf("" + i), "done");
                stream.time.pass(java.time.Duration.ofMillis(500));
            }
            assertThat(stream.pings()).isEqualTo(6);
        }

        @Test
        void a_slow_client_that_answers_pings_is_not_dropped() {
            stream.accept();
            stream.offer("slow");
            pass(20);
            stream.respond(stream.idOf("slow"), "done");
            assertThat(stream.told).containsExactly("slow: done");
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void they_are_skipped_only_while_the_transport_is_not_ready() {
            stream.caller.isReady(false);
            pass(2);
            assertThat(stream.pings()).isOne();
            stream.caller.isReady(true);
            assertThat(stream.pings()).isOne();
            pass(1);
            assertThat(stream.pings()).isEqualTo(2);
        }

        @Test
        void they_do_not_wait_behind_requests() {
            stream.accept();
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            List<String> before = new ArrayList<>(stream.sent());
            stream.caller.onSent(message -> {
                if (stream.pings() == 1) {
                    stream.time.pass(INTERVAL);
                }
            });
            stream.caller.isReady(true);
            assertThat(stream.sent().subList(before.size(), stream.sent().size()))
                    .containsExactly("first", "ping", "second");
        }

        @Test
        void they_end_with_the_stream() {
            stream.accept();
            stream.call().complete();
            assertThat(stream.time.waiting()).isZero();
        }

        private void pass(int intervals) {
            for (int i = 0; i < intervals; i++) {
                stream.time.pass(INTERVAL);
                stream.client.onNext(pong());
            }
        }
    }

    @Nested
    class when_nothing_is_heard_from_the_client {
        private final OpenStream stream = OpenStream.accepted(seconds(5));

        @Test
        void three_intervals_after_the_last_message_the_call_completes() {
            stream.offer("first");
            stream.time.pass(INTERVAL.multipliedBy(3).minusNanos(1));
            assertThat(stream.caller.ended).isEmpty();
            stream.time.pass(java.time.Duration.ofNanos(1));
            assertThat(stream.told).containsExactly("first: Ended", "ended");
            assertThat(stream.caller.ended.get(0).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(stream.caller.ended.get(0).getDescription())
                    .contains("nothing was heard from the client for PT15S");
            assertThat(stream.time.waiting()).isZero();
        }

        static Stream<EventHandlerClientToRuntimeMessage> anyMessage() {
            return Stream.of(
                    pong(),
                    OpenStream.response(io.pushmi.contracts.protobuf.Uuid.getDefaultInstance(), ""),
                    OpenStream.registration(seconds(5)),
                    EventHandlerClientToRuntimeMessage.getDefaultInstance());
        }

        @ParameterizedTest
        @MethodSource("anyMessage")
        void the_deadline_is_refreshed_by_every_message_of_any_kind(EventHandlerClientToRuntimeMessage message) {
            stream.time.pass(INTERVAL.multipliedBy(3).minusNanos(1));
            stream.client.onNext(message);
            stream.time.pass(INTERVAL.multipliedBy(3).minusNanos(1));
            assertThat(stream.caller.ended).isEmpty();
            stream.time.pass(java.time.Duration.ofNanos(1));
            assertThat(stream.caller.ended).hasSize(1);
        }

        @Test
        void the_timer_holds_one_task_for_it_however_much_is_heard() {
            int before = stream.time.waiting();
            for (int i = 0; i < 1000; i++) {
                stream.client.onNext(pong());
            }
            assertThat(stream.time.waiting()).isEqualTo(before);
        }

        @Test
        void the_judge_is_told_if_he_has_not_answered() {
            OpenStream judged = OpenStream.registered(seconds(1));
            List<String> gone = new ArrayList<>();
            judged.unanswered().onGone(() -> gone.add("gone"));
            judged.time.pass(java.time.Duration.ofSeconds(3));
            assertThat(gone).containsExactly("gone");
            assertThat(judged.caller.ended.get(0).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
    }

    @Nested
    class when_the_interval_says_so {
        static Stream<Duration> noPings() {
            return Stream.of(
                    Duration.getDefaultInstance(),
                    Duration.newBuilder().setNanos(999_999_999).build(),
                    seconds(315_576_000_000L));
        }

        @ParameterizedTest
        @MethodSource("noPings")
        void there_are_no_pings_and_no_deadline(Duration interval) {
            OpenStream stream = OpenStream.accepted(interval);
            stream.offer("first");
            stream.time.pass(OpenStream.SETTINGS.callTimeout().minusNanos(1));
            assertThat(stream.pings()).isZero();
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void a_second_is_enough() {
            OpenStream stream = OpenStream.accepted(seconds(1));
            stream.time.pass(java.time.Duration.ofSeconds(2));
            assertThat(stream.pings()).isEqualTo(3);
        }

        @Test
        void an_interval_beyond_what_can_be_counted_is_none_that_ends_soon() {
            OpenStream stream = OpenStream.accepted(seconds(315_575_999_999L));
            stream.time.pass(java.time.Duration.ofDays(3650).minusNanos(1));
            assertThat(stream.pings()).isOne();
            assertThat(stream.caller.ended).isEmpty();
        }
    }
}
