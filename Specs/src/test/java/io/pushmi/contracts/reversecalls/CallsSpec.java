package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.OpenStream.disconnect;
import static io.pushmi.contracts.reversecalls.OpenStream.request;
import static io.pushmi.contracts.reversecalls.OpenStream.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CallsSpec {
    private final OpenStream stream = OpenStream.accepted();

    @Nested
    class when_requests_are_answered {
        @Test
        void a_request_carries_its_context_and_an_id_of_16_bytes() {
            ExecutionContext context =
                    ExecutionContext.newBuilder().setEnvironment("Development").build();
            stream.call().offer(context, request("first"), answer -> {}, () -> {});
            HandleEventRequest sent = stream.caller.sent.get(1).getHandleRequest();
            assertThat(sent.getCallContext().getExecutionContext()).isEqualTo(context);
            assertThat(sent.getCallContext().getCallId().getValue().size()).isEqualTo(16);
            assertThat(sent.getEvent()).isEqualTo(request("first").getEvent());
        }

        @Test
        void no_two_requests_have_the_same_id_on_this_stream_or_another() {
            Set<ByteString> ids = new HashSet<>();
            for (OpenStream any : List.of(stream, OpenStream.accepted())) {
                for (int i = 0; i < 1000; i++) {
                    any.offer("" + i);
                    ids.add(any.idOf("" + i).getValue());
                }
            }
            assertThat(ids).hasSize(2000);
        }

        @Test
        void responses_may_arrive_in_any_order() {
            stream.offer("first");
            stream.offer("second");
            stream.respond(stream.idOf("second"), "two");
            stream.respond(stream.idOf("first"), "one");
            assertThat(stream.told).containsExactly("second: two", "first: one");
        }

        @Test
        void ordering_of_writes_equals_ordering_of_calls() {
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            stream.caller.isReady(true);
            stream.offer("third");
            assertThat(stream.requestsSent()).containsExactly("first", "second", "third");
        }

        @Test
        void a_second_response_for_the_same_id_is_ignored() {
            stream.offer("first");
            Uuid id = stream.idOf("first");
            stream.respond(id, "one");
            stream.respond(id, "again");
            assertThat(stream.told).containsExactly("first: one");
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void unknown_callId_is_ignored() {
            stream.offer("first");
            byte[] next = stream.idOf("first").getValue().toByteArray();
            next[15]++;
            byte[] foreign = stream.idOf("first").getValue().toByteArray();
            foreign[0]++;
            for (byte[] id : List.of(next, foreign, new byte[16], new byte[15], new byte[0])) {
                stream.respond(
                        Uuid.newBuilder().setValue(ByteString.copyFrom(id)).build(), "none");
            }
            assertThat(stream.told).isEmpty();
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void response_without_context_or_callId_is_ignored() {
            stream.offer("first");
            stream.client.onNext(EventHandlerClientToRuntimeMessage.newBuilder()
                    .setHandleResult(EventHandlerResponse.getDefaultInstance())
                    .build());
            stream.respond(Uuid.getDefaultInstance(), "none");
            assertThat(stream.told).isEmpty();
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void the_next_request_may_be_offered_from_inside_an_answer_that_comes_from_inside_the_sending() {
            int requests = 100_000;
            List<Answer<EventHandlerResponse>> answers = new ArrayList<>();
            stream.caller.onSent(message -> {
                stream.caller.sent.clear();
                stream.client.onNext(
                        response(message.getHandleRequest().getCallContext().getCallId(), ""));
            });
            Runnable[] next = new Runnable[1];
            next[0] = () -> stream.call()
                    .offer(
                            ExecutionContext.getDefaultInstance(),
                            request("next"),
                            answer -> {
                                answers.add(answer);
                                if (answers.size() < requests) {
                                    next[0].run();
                                }
                            },
                            () -> {});
            next[0].run();
            assertThat(answers).hasSize(requests).allMatch(answer -> answer instanceof Answer.Answered);
        }
    }

    @Nested
    class when_the_transport_is_not_ready {
        @Test
        void sending_stops() {
            stream.caller.isReady(false);
            stream.offer("first");
            assertThat(stream.requestsSent()).isEmpty();
            stream.caller.isReady(true);
            assertThat(stream.requestsSent()).containsExactly("first");
        }

        @Test
        void sending_stops_in_the_middle() {
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            stream.caller.onSent(message -> stream.caller.isReady(false));
            stream.caller.isReady(true);
            assertThat(stream.requestsSent()).containsExactly("first");
        }

        @Test
        void no_more_than_the_queue_holds_is_taken() {
            stream.caller.isReady(false);
            assertThat(stream.offer("first")).isTrue();
            assertThat(stream.offer("second")).isTrue();
            assertThat(stream.offer("third")).isFalse();
            assertThat(stream.told).isEmpty();
        }

        @Test
        void who_found_no_room_is_told_once_when_there_is() {
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            stream.offer("third");
            stream.caller.isReady(true);
            stream.caller.isReady(true);
            assertThat(stream.told).containsExactly("third may try again");
            assertThat(stream.requestsSent()).containsExactly("first", "second");
        }

        @Test
        void callers_wait_in_line_and_the_first_to_come_is_the_first_to_be_served() {
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            List.of("a", "b", "c", "d").forEach(this::offerUntilTaken);
            stream.caller.isReady(true);
            assertThat(stream.requestsSent()).containsExactly("first", "second", "a", "b", "c", "d");
        }

        @Test
        void nobody_goes_before_those_in_line() {
            List<Boolean> latecomers = new ArrayList<>();
            stream.caller.isReady(false);
            stream.offer("first");
            stream.offer("second");
            List.of("a", "b", "c").forEach(this::offerUntilTaken);
            stream.caller.onSent(message -> {
                if (message.getHandleRequest()
                        .getEvent()
                        .getPartitionId()
                        .toStringUtf8()
                        .equals("first")) {
                    latecomers.add(stream.offer("latecomer"));
                }
            });
            stream.caller.isReady(true);
            assertThat(latecomers).containsExactly(false);
            assertThat(stream.requestsSent()).containsExactly("first", "second", "a", "b", "c");
            assertThat(stream.told).containsExactly("latecomer may try again");
        }

        @Test
        void acknowledgements_and_answers_do_not_wait_behind_requests() {
            stream.caller.isReady(false);
            stream.offer("first");
            stream.client.onNext(disconnect(InitiateDisconnect.getDefaultInstance()));
            stream.call().complete();
            assertThat(stream.sent()).containsExactly("accepted", "disconnected");
            assertThat(stream.caller.ended).containsExactly(Status.OK);
        }

        @Test
        void the_acceptance_does_not_wait() {
            OpenStream fresh = OpenStream.registered(null);
            fresh.caller.isReady(false);
            fresh.accept();
            assertThat(fresh.sent()).containsExactly("accepted");
        }

        private void offerUntilTaken(String name) {
            if (!stream.call()
                    .offer(
                            ExecutionContext.getDefaultInstance(),
                            request(name),
                            answer -> {},
                            () -> offerUntilTaken(name))) {
                assertThat(stream.requestsSent()).doesNotContain(name);
            }
        }
    }

    @Nested
    class when_a_request_is_not_answered_in_time {
        private static final Duration TIMEOUT = OpenStream.SETTINGS.callTimeout();

        @Test
        void it_times_out_and_the_whole_stream_ends() {
            stream.time.pass(TIMEOUT.dividedBy(3));
            stream.offer("slow");
            stream.time.pass(TIMEOUT.dividedBy(2));
            stream.offer("later");
            stream.time.pass(TIMEOUT.dividedBy(2).minusNanos(1));
            assertThat(stream.told).isEmpty();
            stream.time.pass(Duration.ofNanos(1));
            assertThat(stream.told).containsExactly("slow: TimedOut", "later: Ended", "ended");
            Status status = stream.caller.ended.get(0);
            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("not answered within PT10M");
        }

        @Test
        void nothing_can_be_requested_again_on_this_stream() {
            stream.call()
                    .offer(
                            ExecutionContext.getDefaultInstance(),
                            request("slow"),
                            answer -> stream.offer("again"),
                            () -> {});
            stream.time.pass(TIMEOUT);
            assertThat(stream.requestsSent()).containsExactly("slow");
            assertThat(stream.told).containsExactly("again: Ended", "ended");
        }

        @Test
        void a_response_that_comes_later_is_ignored() {
            stream.offer("slow");
            stream.time.pass(TIMEOUT);
            stream.respond(stream.idOf("slow"), "late");
            assertThat(stream.told).containsExactly("slow: TimedOut", "ended");
        }

        @Test
        void requests_that_are_answered_in_time_never_end_the_stream() {
            for (int i = 0; i < 50; i++) {
                stream.offer("" + i);
                stream.time.pass(TIMEOUT.minusNanos(1));
                stream.respond(stream.idOf("" + i), "done");
            }
            assertThat(stream.caller.ended).isEmpty();
        }

        @Test
        void one_task_is_on_the_timer_however_many_requests_there_are() {
            for (int i = 0; i < 1000; i++) {
                stream.offer("" + i);
            }
            assertThat(stream.time.waiting()).isOne();
        }
    }
}
