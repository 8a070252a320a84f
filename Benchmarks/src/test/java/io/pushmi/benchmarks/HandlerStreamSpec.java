package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.processing.DisconnectCompleted;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import io.pushmi.contracts.services.Ping;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandlerStreamSpec {
    private static final Registration REGISTRATION = Registration.fromStart(Wire.EVENT_TYPE, 0);
    private static final Limit THREE_EVENTS = Limit.ofCalls(3, Duration.ofSeconds(10));

    private final ScriptedRuntime script = new ScriptedRuntime();
    private Server server;
    private Connection connection;

    /** Says what it is told to after each message, and keeps what it hears. */
    private static final class ScriptedRuntime extends EventHandlersGrpc.EventHandlersImplBase {
        private final BlockingQueue<EventHandlerClientToRuntimeMessage> heard = new LinkedBlockingQueue<>();
        private volatile List<EventHandlerRuntimeToClientMessage> afterRegistration = List.of(accepted());
        private volatile boolean endsByItself;

        @Override
        public StreamObserver<EventHandlerClientToRuntimeMessage> connect(
                StreamObserver<EventHandlerRuntimeToClientMessage> client) {
            return new StreamObserver<>() {
                @Override
                public void onNext(EventHandlerClientToRuntimeMessage message) {
                    heard.add(message);
                    switch (message.getMessageCase()) {
                        case REGISTRATIONREQUEST -> {
                            afterRegistration.forEach(client::onNext);
                            if (endsByItself) {
                                client.onCompleted();
                            }
                        }
                        case INITIATEDISCONNECT -> {
                            client.onNext(message()
                                    .setDisconnected(DisconnectCompleted.getDefaultInstance())
                                    .build());
                            client.onCompleted();
                        }
                        default -> {}
                    }
                }

                @Override
                public void onError(Throwable gone) {}

                @Override
                public void onCompleted() {}
            };
        }

        EventHandlerClientToRuntimeMessage next() throws InterruptedException {
            EventHandlerClientToRuntimeMessage message = heard.poll(10, TimeUnit.SECONDS);
            assertThat(message).as("the next message of the client").isNotNull();
            return message;
        }
    }

    private static EventHandlerRuntimeToClientMessage.Builder message() {
        return EventHandlerRuntimeToClientMessage.newBuilder();
    }

    private static EventHandlerRuntimeToClientMessage accepted() {
        return message()
                .setRegistrationResponse(EventHandlerRegistrationResponse.getDefaultInstance())
                .build();
    }

    private static EventHandlerRuntimeToClientMessage refused(String reason) {
        return message()
                .setRegistrationResponse(EventHandlerRegistrationResponse.newBuilder()
                        .setFailure(Failure.newBuilder().setReason(reason)))
                .build();
    }

    private static EventHandlerRuntimeToClientMessage event(int number) {
        return message()
                .setHandleRequest(HandleEventRequest.newBuilder()
                        .setCallContext(ReverseCallRequestContext.newBuilder().setCallId(callId(number)))
                        .setEvent(StreamEvent.newBuilder()
                                .setEvent(CommittedEvent.newBuilder().setEventLogSequenceNumber(number))))
                .build();
    }

    private static Uuid callId(int number) {
        byte[] id = new byte[16];
        id[0] = (byte) number;
        return Uuid.newBuilder().setValue(ByteString.copyFrom(id)).build();
    }

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(script)
                .build()
                .start();
        connection = new Connection(server.getPort());
    }

    @AfterEach
    void stop() {
        connection.close();
        server.shutdownNow();
    }

    @Nested
    class when_events_come {
        @Test
        void answers_each_with_its_call_id_and_leaves_in_good_order() throws InterruptedException {
            script.afterRegistration = List.of(accepted(), event(0), event(1), event(2));
            Countdown counted = new Countdown(THREE_EVENTS);
            try (HandlerStream stream = HandlerStream.open(connection, REGISTRATION, counted)) {
                stream.awaitAcceptance();
                assertThat(counted.await().calls()).isEqualTo(3);
                assertThat(script.next().hasRegistrationRequest()).isTrue();
                for (int number = 0; number < 3; number++) {
                    assertThat(script.next().getHandleResult().getCallContext().getCallId())
                            .isEqualTo(callId(number));
                }
            }
            assertThat(script.next().hasInitiateDisconnect()).isTrue();
        }
    }

    @Nested
    class when_pinged {
        @Test
        void answers_even_before_it_is_accepted_and_counts() throws InterruptedException {
            EventHandlerRuntimeToClientMessage ping =
                    message().setPing(Ping.getDefaultInstance()).build();
            script.afterRegistration = List.of(ping, accepted(), ping);
            try (HandlerStream stream = HandlerStream.open(connection, REGISTRATION, NoEvents.EXPECTED)) {
                assertThat(script.next().hasRegistrationRequest()).isTrue();
                assertThat(script.next().hasPong()).isTrue();
                assertThat(script.next().hasPong()).isTrue();
                assertThat(stream.pings()).isEqualTo(2);
            }
        }
    }

    @Nested
    class when_it_goes_wrong {
        @Test
        void says_why_it_was_refused() {
            script.afterRegistration = List.of(refused("it is there already"));
            HandlerStream stream = HandlerStream.open(connection, REGISTRATION, NoEvents.EXPECTED);
            assertThatIllegalStateException()
                    .isThrownBy(stream::awaitAcceptance)
                    .withMessageContaining("an event handler was refused: it is there already");
        }

        @Test
        void says_that_the_runtime_has_ended_the_stream_by_itself() {
            script.endsByItself = true;
            Countdown counted = new Countdown(THREE_EVENTS);
            HandlerStream stream = HandlerStream.open(connection, REGISTRATION, counted);
            assertThatIllegalStateException()
                    .isThrownBy(counted::await)
                    .withMessageContaining("the Runtime has ended the stream of an event handler by itself");
            assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(stream::close);
        }

        @Test
        void says_that_an_event_came_where_none_was_expected() throws InterruptedException {
            script.afterRegistration = List.of(accepted(), event(7));
            Countdown counted = new Countdown(Limit.ofCalls(1, Duration.ofSeconds(10)));
            HandlerStream stream = HandlerStream.open(connection, REGISTRATION, new Received() {
                @Override
                public void message(byte[] message) {
                    counted.message(message);
                    NoEvents.EXPECTED.message(message);
                }

                @Override
                public void failed(Throwable reason) {
                    counted.failed(reason);
                }
            });
            assertThat(counted.await().calls()).isEqualTo(1);
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(stream::close)
                    .havingCause()
                    .withMessage("expected no event for a handler of a type that nobody commits, found number 7");
        }
    }

    @Nested
    class when_closed_twice {
        @Test
        void has_left_already() {
            HandlerStream stream = HandlerStream.open(connection, REGISTRATION, NoEvents.EXPECTED);
            stream.awaitAcceptance();
            stream.close();
            assertThatNoException().isThrownBy(stream::close);
        }
    }
}
