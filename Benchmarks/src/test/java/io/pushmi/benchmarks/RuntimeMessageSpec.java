package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.processing.DisconnectCompleted;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.RetryProcessingState;
import io.pushmi.contracts.runtime.events.processing.StartFrom;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import io.pushmi.contracts.services.Ping;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RuntimeMessageSpec {
    private static final int ANY_REQUESTS = 1000;

    private final Random random = new Random(4);

    private static byte[] sent(HandleEventRequest.Builder request) {
        return EventHandlerRuntimeToClientMessage.newBuilder()
                .setHandleRequest(request)
                .build()
                .toByteArray();
    }

    private HandleEventRequest.Builder anyRequest() {
        CommittedEvent.Builder event = CommittedEvent.newBuilder()
                .setEventLogSequenceNumber(random.nextLong() >>> random.nextInt(Long.SIZE))
                .setOccurred(Timestamp.newBuilder().setSeconds(random.nextInt()))
                .setEventSourceId(ByteString.copyFrom(bytes(random.nextInt(300))))
                .setExecutionContext(Wire.context(new UUID(random.nextLong(), random.nextLong()))
                        .getExecutionContext())
                .setEventType(Wire.EVENT_TYPE)
                .setPublic(random.nextBoolean())
                .setContent("x".repeat(random.nextInt(20_000)));
        HandleEventRequest.Builder request = HandleEventRequest.newBuilder()
                .setCallContext(ReverseCallRequestContext.newBuilder()
                        .setCallId(Uuid.newBuilder().setValue(ByteString.copyFrom(bytes(16))))
                        .setExecutionContext(event.getExecutionContext()))
                .setEvent(StreamEvent.newBuilder()
                        .setEvent(event)
                        .setPartitionId(event.getEventSourceId())
                        .setPartitioned(random.nextBoolean())
                        .setStreamPosition(random.nextInt()));
        if (random.nextBoolean()) {
            request.setRetryProcessingState(RetryProcessingState.newBuilder().setFailureReason("again"));
        }
        return request;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Nested
    class when_asked_to_handle_an_event {
        @Test
        void knows_the_kind_of_the_message() {
            assertThat(RuntimeMessage.kind(sent(anyRequest()))).isEqualTo(RuntimeMessage.HANDLE_REQUEST);
        }

        @Test
        void answers_any_request_with_its_call_id() throws InvalidProtocolBufferException {
            for (int i = 0; i < ANY_REQUESTS; i++) {
                HandleEventRequest.Builder request = anyRequest();
                byte[] answer = RuntimeMessage.handled(sent(request));
                assertThat(answer).hasSize(RuntimeMessage.ANSWER_SIZE);
                assertThat(EventHandlerClientToRuntimeMessage.parseFrom(answer))
                        .isEqualTo(EventHandlerClientToRuntimeMessage.newBuilder()
                                .setHandleResult(EventHandlerResponse.newBuilder()
                                        .setCallContext(ReverseCallResponseContext.newBuilder()
                                                .setCallId(
                                                        request.getCallContext().getCallId())))
                                .build());
            }
        }

        @Test
        void knows_the_sequence_number_of_any_request() {
            for (int i = 0; i < ANY_REQUESTS; i++) {
                HandleEventRequest.Builder request = anyRequest();
                assertThat(RuntimeMessage.sequenceNumber(sent(request)))
                        .isEqualTo(request.getEvent().getEvent().getEventLogSequenceNumber());
            }
        }

        @Test
        void refuses_a_call_id_of_another_size() {
            HandleEventRequest.Builder request = anyRequest();
            request.getCallContextBuilder().setCallId(Uuid.newBuilder().setValue(ByteString.copyFrom(bytes(15))));
            assertThatIllegalStateException()
                    .isThrownBy(() -> RuntimeMessage.handled(sent(request)))
                    .withMessage("expected a call id of 16 bytes, found 15 bytes");
        }

        @Test
        void says_what_a_request_lacks() {
            byte[] withoutEvent = sent(anyRequest().clearEvent());
            assertThatIllegalStateException()
                    .isThrownBy(() -> RuntimeMessage.sequenceNumber(withoutEvent))
                    .withMessage("expected a stream event in what the Runtime sent, found none");
            byte[] withoutContext = sent(anyRequest().clearCallContext());
            assertThatIllegalStateException()
                    .isThrownBy(() -> RuntimeMessage.handled(withoutContext))
                    .withMessage("expected a call context in what the Runtime sent, found none");
        }

        @Test
        void refuses_a_request_that_is_cut_off_anywhere() {
            byte[] whole = sent(anyRequest());
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatIllegalStateException().isThrownBy(() -> RuntimeMessage.handled(cut));
                assertThatIllegalStateException().isThrownBy(() -> RuntimeMessage.sequenceNumber(cut));
            }
        }
    }

    @Nested
    class when_something_else_comes {
        private EventHandlerRuntimeToClientMessage.Builder message() {
            return EventHandlerRuntimeToClientMessage.newBuilder();
        }

        @Test
        void knows_a_ping() {
            byte[] ping = message().setPing(Ping.getDefaultInstance()).build().toByteArray();
            assertThat(RuntimeMessage.kind(ping)).isEqualTo(RuntimeMessage.PING);
        }

        @Test
        void knows_an_acceptance() {
            byte[] accepted = message()
                    .setRegistrationResponse(EventHandlerRegistrationResponse.getDefaultInstance())
                    .build()
                    .toByteArray();
            assertThat(RuntimeMessage.kind(accepted)).isEqualTo(RuntimeMessage.REGISTRATION_RESPONSE);
            assertThatCode(() -> RuntimeMessage.requireAccepted(accepted)).doesNotThrowAnyException();
        }

        @Test
        void says_why_a_registration_was_refused() {
            byte[] refused = message()
                    .setRegistrationResponse(EventHandlerRegistrationResponse.newBuilder()
                            .setFailure(Failure.newBuilder().setReason("it is there already")))
                    .build()
                    .toByteArray();
            assertThatIllegalStateException()
                    .isThrownBy(() -> RuntimeMessage.requireAccepted(refused))
                    .withMessage("an event handler was refused: it is there already");
        }

        @Test
        void takes_nothing_else_for_one_of_these() {
            byte[] disconnected = message()
                    .setDisconnected(DisconnectCompleted.getDefaultInstance())
                    .build()
                    .toByteArray();
            assertThat(RuntimeMessage.kind(disconnected))
                    .isNotIn(RuntimeMessage.PING, RuntimeMessage.HANDLE_REQUEST, RuntimeMessage.REGISTRATION_RESPONSE);
            assertThat(RuntimeMessage.kind(new byte[0])).isZero();
        }
    }

    @Nested
    class when_registering {
        private EventHandlerRegistrationRequest first(Registration registration) throws InvalidProtocolBufferException {
            return EventHandlerClientToRuntimeMessage.parseFrom(registration.ofNewHandler())
                    .getRegistrationRequest();
        }

        @Test
        void is_partitioned_only_with_a_concurrency() throws InvalidProtocolBufferException {
            EventHandlerRegistrationRequest partitioned = first(Registration.fromStart(Wire.EVENT_TYPE, 64));
            assertThat(partitioned.getPartitioned()).isTrue();
            assertThat(partitioned.getConcurrency()).isEqualTo(64);
            assertThat(first(Registration.fromStart(Wire.EVENT_TYPE, 0)).getPartitioned())
                    .isFalse();
        }

        @Test
        void says_where_to_begin() throws InvalidProtocolBufferException {
            assertThat(first(Registration.fromStart(Wire.EVENT_TYPE, 0))
                            .getStartFrom()
                            .getPosition())
                    .isEqualTo(StartFrom.Position.Start);
            assertThat(first(Registration.fromLatest(Wire.EVENT_TYPE))
                            .getStartFrom()
                            .getPosition())
                    .isEqualTo(StartFrom.Position.Latest);
        }

        @Test
        void asks_for_pings_as_often_as_wanted() throws InvalidProtocolBufferException {
            assertThat(first(Registration.fromLatest(Wire.EVENT_TYPE).pingedEach(7))
                            .getCallContext()
                            .getPingInterval()
                            .getSeconds())
                    .isEqualTo(7);
        }

        @Test
        void is_a_new_handler_each_time() throws InvalidProtocolBufferException {
            Registration registration = Registration.fromLatest(Wire.EVENT_TYPE);
            assertThat(first(registration).getEventHandlerId())
                    .isNotEqualTo(first(registration).getEventHandlerId());
        }
    }
}
