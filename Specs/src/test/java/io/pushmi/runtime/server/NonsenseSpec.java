package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.doors.dolittle.HandlerClient;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.ScopeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send what no client would, at every step of a reverse call. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NonsenseSpec {
    private static final int CASES = 1000;
    private static final int CASES_BETWEEN_EVENTS = 10;
    private static final int MOST_LEFT_OPEN = 50;
    private static final UUID TYPE = UUID.fromString("b3f6a9d2-0c1e-4b7a-8d5f-6e2c4a1b9d70");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Status.Code> BLAMING_US =
            Set.of(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.ABORTED, Status.Code.DATA_LOSS);

    @TempDir
    Path folder;

    @Test
    void a_handler_beside_a_thousand_of_them_gets_each_event_once_and_nobody_blames_the_Runtime() {
        try (StartedRuntime runtime = StartedRuntime.start(folder, Map.of())) {
            ManagedChannel channel = runtime.connect(EndpointName.PRIVATE);
            HandlerClient beside = HandlerClient.connect(
                    runtime.connect(EndpointName.PRIVATE),
                    StartedRuntime.handler(ScopeId.DEFAULT, TYPE).build(),
                    HandlerClient.HANDLES);
            List<RawStream> streams = new ArrayList<>();
            List<RawStream> leftOpen = new ArrayList<>();
            int events = 0;
            for (int seed = 0; seed < CASES; seed++) {
                if (seed % CASES_BETWEEN_EVENTS == 0) {
                    runtime.commit(ScopeId.DEFAULT, EventBuilder.event(TYPE.toString(), "source " + seed));
                    events++;
                    beside.awaitAsked(events);
                }
                Nonsense nonsense = new Nonsense(
                        new Random(seed),
                        RawStream.open(
                                channel, EventHandlersGrpc.getConnectMethod().getFullMethodName()));
                streams.add(nonsense.stream);
                if (nonsense.playAndStayOpen()) {
                    leftOpen.add(nonsense.stream);
                }
                if (leftOpen.size() > MOST_LEFT_OPEN) {
                    leftOpen.forEach(RawStream::cancel);
                    leftOpen.clear();
                }
            }
            leftOpen.forEach(RawStream::cancel);

            await().atMost(PATIENCE)
                    .until(() ->
                            streams.stream().allMatch(stream -> stream.ending().isDone()));
            assertThat(streams)
                    .allSatisfy(stream ->
                            assertThat(stream.ending().join().getCode()).isNotIn(BLAMING_US));
            assertThat(streams.stream()
                            .filter(stream -> !stream.received().isEmpty())
                            .count())
                    .as("streams on which something was said")
                    .isGreaterThan(CASES / 2);
            assertThat(beside.hasEnded()).isFalse();
            assertThat(beside.numbers())
                    .containsExactlyElementsOf(
                            LongStream.range(0, events).boxed().toList());
        }
    }

    /** One of them. */
    private static final class Nonsense {
        private final Random random;
        private final RawStream stream;
        private boolean hasRegistered;

        Nonsense(Random random, RawStream stream) {
            this.random = random;
            this.stream = stream;
        }

        /** Gives whether the call is left for others to end. */
        boolean playAndStayOpen() {
            if (random.nextInt(4) == 0) {
                misbehave();
            }
            if (random.nextInt(5) != 0) {
                register();
            }
            for (int acts = random.nextInt(4); acts >= 0; acts--) {
                misbehave();
            }
            switch (random.nextInt(3)) {
                case 0 -> stream.halfClose();
                case 1 -> stream.cancel();
                default -> {
                    return true;
                }
            }
            return false;
        }

        private void register() {
            byte[] registration = EventHandlerClientToRuntimeMessage.newBuilder()
                    .setRegistrationRequest(StartedRuntime.handler(ScopeId.DEFAULT, TYPE)
                            .setPartitioned(random.nextBoolean())
                            .setConcurrency(random.nextInt(5)))
                    .build()
                    .toByteArray();
            boolean isDamaged = random.nextInt(5) == 0;
            if (isDamaged) {
                registration[random.nextInt(registration.length)] ^= (byte) (1 << random.nextInt(8));
            }
            boolean isFirst = !hasRegistered;
            hasRegistered = true;
            stream.send(registration);
            // What is damaged may still be a registration, but for events that never come.
            if (isFirst && !isDamaged && random.nextBoolean()) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> stream.ending().isDone() || callId() != null);
            }
        }

        private void misbehave() {
            switch (random.nextInt(9)) {
                case 0 -> stream.send(junk());
                case 1 -> stream.send(new byte[0]);
                case 2 -> register();
                case 3 ->
                    answer(Uuid.newBuilder()
                            .setValue(ByteString.copyFrom(junk()))
                            .build());
                case 4 ->
                    answer(Uuid.newBuilder()
                            .setValue(ByteString.copyFrom(new byte[16]))
                            .build());
                case 5 -> {
                    for (int i = 0; i < 200; i++) {
                        stream.send(message()
                                .setPong(Pong.getDefaultInstance())
                                .build()
                                .toByteArray());
                    }
                }
                case 6 ->
                    stream.send(message()
                            .setHandleResult(EventHandlerResponse.getDefaultInstance())
                            .build()
                            .toByteArray());
                case 7 ->
                    stream.send(message()
                            .setInitiateDisconnect(InitiateDisconnect.newBuilder()
                                    .setGracePeriod(com.google.protobuf.Duration.newBuilder()
                                            .setSeconds(random.nextInt(3) - 1)
                                            .setNanos(random.nextInt())))
                            .build()
                            .toByteArray());
                default -> answerTwice();
            }
        }

        private void answerTwice() {
            Uuid id = callId();
            if (id != null) {
                answer(id);
                answer(id);
            }
        }

        private void answer(Uuid id) {
            stream.send(message()
                    .setHandleResult(EventHandlerResponse.newBuilder()
                            .setCallContext(
                                    ReverseCallResponseContext.newBuilder().setCallId(id)))
                    .build()
                    .toByteArray());
        }

        /** The id of the last request, if one came. */
        private @Nullable Uuid callId() {
            Uuid last = null;
            for (byte[] bytes : stream.received()) {
                EventHandlerRuntimeToClientMessage message = parse(bytes);
                if (message.hasHandleRequest()) {
                    last = message.getHandleRequest().getCallContext().getCallId();
                }
            }
            return last;
        }

        private byte[] junk() {
            byte[] junk = new byte[random.nextInt(40)];
            random.nextBytes(junk);
            return junk;
        }

        private static EventHandlerClientToRuntimeMessage.Builder message() {
            return EventHandlerClientToRuntimeMessage.newBuilder();
        }

        private static EventHandlerRuntimeToClientMessage parse(byte[] bytes) {
            try {
                return EventHandlerRuntimeToClientMessage.parseFrom(bytes);
            } catch (InvalidProtocolBufferException unreadable) {
                throw new AssertionError("the Runtime sent what is no message", unreadable);
            }
        }
    }
}
