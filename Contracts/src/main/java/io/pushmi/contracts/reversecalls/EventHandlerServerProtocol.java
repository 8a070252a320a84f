package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.DisconnectCompleted;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.services.Ping;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** How the contract of event handlers has its parts, for the server. */
final class EventHandlerServerProtocol
        implements ServerProtocol<
                EventHandlerClientToRuntimeMessage,
                EventHandlerRuntimeToClientMessage,
                EventHandlerRegistrationRequest,
                HandleEventRequest,
                EventHandlerResponse> {
    private static final UUID MALFORMED = UUID.fromString("dbfdfa15-e727-49f6-bed8-7a787954a4c6");

    @Override
    public ClientPart<EventHandlerRegistrationRequest, EventHandlerResponse> read(
            EventHandlerClientToRuntimeMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONREQUEST -> registration(message.getRegistrationRequest());
            case HANDLERESULT -> response(message.getHandleResult());
            case PONG -> new ClientPart.Pong<>();
            case INITIATEDISCONNECT -> new ClientPart.Disconnect<>(grace(message.getInitiateDisconnect()));
            case MESSAGE_NOT_SET -> new ClientPart.Nothing<>();
        };
    }

    @Override
    public EventHandlerRuntimeToClientMessage accepted() {
        return answer(EventHandlerRegistrationResponse.getDefaultInstance());
    }

    @Override
    public EventHandlerRuntimeToClientMessage refused(Failure failure) {
        return answer(EventHandlerRegistrationResponse.newBuilder()
                .setFailure(failure)
                .build());
    }

    @Override
    public EventHandlerRuntimeToClientMessage request(ReverseCallRequestContext context, HandleEventRequest request) {
        return EventHandlerRuntimeToClientMessage.newBuilder()
                .setHandleRequest(request.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public EventHandlerRuntimeToClientMessage ping() {
        return EventHandlerRuntimeToClientMessage.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .build();
    }

    @Override
    public Optional<EventHandlerRuntimeToClientMessage> disconnected() {
        return Optional.of(EventHandlerRuntimeToClientMessage.newBuilder()
                .setDisconnected(DisconnectCompleted.getDefaultInstance())
                .build());
    }

    @Override
    public Failure malformed(String reason) {
        return Failures.of(MALFORMED, reason);
    }

    private static ClientPart<EventHandlerRegistrationRequest, EventHandlerResponse> registration(
            EventHandlerRegistrationRequest registration) {
        return new ClientPart.Registration<>(
                registration,
                registration.hasCallContext() ? Optional.of(registration.getCallContext()) : Optional.empty());
    }

    private static ClientPart<EventHandlerRegistrationRequest, EventHandlerResponse> response(
            EventHandlerResponse response) {
        return new ClientPart.Response<>(
                response, response.hasCallContext() ? Optional.of(response.getCallContext()) : Optional.empty());
    }

    private static Optional<Duration> grace(InitiateDisconnect wish) {
        return wish.hasGracePeriod()
                ? WireDuration.read(wish.getGracePeriod()).filter(grace -> !grace.isNegative())
                : Optional.empty();
    }

    private static EventHandlerRuntimeToClientMessage answer(EventHandlerRegistrationResponse answer) {
        return EventHandlerRuntimeToClientMessage.newBuilder()
                .setRegistrationResponse(answer)
                .build();
    }
}
