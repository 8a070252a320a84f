package io.pushmi.runtime.doors.dolittle;

import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.Status;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An event handler that is connected over gRPC: it answers pings, and every event as the spec says. May be used by any
 * number of threads.
 */
public final class HandlerClient implements AutoCloseable {
    /** Leaves the answer to the spec. */
    public static final Function<HandleEventRequest, Optional<EventHandlerResponse>> LATER =
            request -> Optional.empty();

    /** Is content with every event. */
    public static final Function<HandleEventRequest, Optional<EventHandlerResponse>> HANDLES =
            request -> Optional.of(EventHandlerResponse.getDefaultInstance());

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Function<HandleEventRequest, Optional<EventHandlerResponse>> answering;
    private final List<HandleEventRequest> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<EventHandlerRegistrationResponse> registered = new CompletableFuture<>();
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
    private final StreamClient<EventHandlerClientToRuntimeMessage, EventHandlerRuntimeToClientMessage> stream;

    private HandlerClient(Channel channel, Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        this.answering = answering;
        this.stream = StreamClient.open(channel, EventHandlersGrpc.getConnectMethod(), (own, message) -> hear(message));
    }

    /** Registers, whatever comes of it. */
    public static HandlerClient open(
            Channel channel,
            EventHandlerRegistrationRequest registration,
            Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        HandlerClient client = new HandlerClient(channel, answering);
        client.stream.send(EventHandlerClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration)
                .build());
        return client;
    }

    /** Registers, and is accepted. */
    public static HandlerClient connect(
            Channel channel,
            EventHandlerRegistrationRequest registration,
            Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
        HandlerClient client = open(channel, registration, answering);
        EventHandlerRegistrationResponse response = client.response();
        if (response.hasFailure()) {
            throw new AssertionError("refused: " + response.getFailure().getReason());
        }
        return client;
    }

    /** An answer that says what went wrong, and that the event is wanted again after so long. */
    public static EventHandlerResponse failed(String reason, Duration retryAfter) {
        return EventHandlerResponse.newBuilder()
                .setFailure(ProcessorFailure.newBuilder()
                        .setReason(reason)
                        .setRetry(true)
                        .setRetryTimeout(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(retryAfter.getSeconds())
                                .setNanos(retryAfter.getNano())))
                .build();
    }

    /** An answer that says what went wrong, and that the event is not wanted again. */
    public static EventHandlerResponse failedForGood(String reason) {
        return EventHandlerResponse.newBuilder()
                .setFailure(ProcessorFailure.newBuilder().setReason(reason))
                .build();
    }

    /** What the Runtime said to the registration, which it must soon. */
    public EventHandlerRegistrationResponse response() {
        await().atMost(PATIENCE).until(registered::isDone);
        return registered.join();
    }

    /** With what the Runtime refused the registration. */
    public Failure refusal() {
        EventHandlerRegistrationResponse response = response();
        if (!response.hasFailure()) {
            throw new AssertionError("expected to be refused, but was accepted");
        }
        return response.getFailure();
    }

    /** Every event that came so far. */
    public List<HandleEventRequest> asked() {
        return asked;
    }

    /** The numbers in the log of all events that came so far. */
    public List<Long> numbers() {
        return asked.stream()
                .map(request -> request.getEvent().getEvent().getEventLogSequenceNumber())
                .toList();
    }

    /** Waits until so many events have come. */
    public List<HandleEventRequest> awaitAsked(int count) {
        await().atMost(PATIENCE).until(() -> asked.size() >= count);
        return asked;
    }

    public void answer(HandleEventRequest request, EventHandlerResponse response) {
        stream.send(EventHandlerClientToRuntimeMessage.newBuilder()
                .setHandleResult(response.toBuilder()
                        .setCallContext(ReverseCallResponseContext.newBuilder()
                                .setCallId(request.getCallContext().getCallId())))
                .build());
    }

    public void succeed(HandleEventRequest request) {
        answer(request, EventHandlerResponse.getDefaultInstance());
    }

    /** Asks to end in good order. */
    public void disconnect(Duration grace) {
        stream.send(EventHandlerClientToRuntimeMessage.newBuilder()
                .setInitiateDisconnect(InitiateDisconnect.newBuilder()
                        .setGracePeriod(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(grace.getSeconds())
                                .setNanos(grace.getNano())))
                .build());
    }

    public boolean isAcknowledged() {
        return disconnected.isDone();
    }

    public Status end() {
        return stream.end();
    }

    public boolean hasEnded() {
        return stream.hasEnded();
    }

    public void halfClose() {
        stream.halfClose();
    }

    @Override
    public void close() {
        stream.close();
    }

    private void hear(EventHandlerRuntimeToClientMessage message) {
        switch (message.getMessageCase()) {
            case REGISTRATIONRESPONSE -> registered.complete(message.getRegistrationResponse());
            case HANDLEREQUEST -> hear(message.getHandleRequest());
            case PING ->
                stream.send(EventHandlerClientToRuntimeMessage.newBuilder()
                        .setPong(Pong.getDefaultInstance())
                        .build());
            case DISCONNECTED -> disconnected.complete(null);
            case MESSAGE_NOT_SET -> throw new AssertionError("a message with nothing in it");
        }
    }

    private void hear(HandleEventRequest request) {
        asked.add(request);
        answering.apply(request).ifPresent(response -> answer(request, response));
    }
}
