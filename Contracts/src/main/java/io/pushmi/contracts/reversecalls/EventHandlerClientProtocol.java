package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.DisconnectCompleted;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;

/** How the contract of event handlers has its parts, for the client. */
final class EventHandlerClientProtocol
        implements ClientProtocol<
                EventHandlerClientToRuntimeMessage,
                EventHandlerRuntimeToClientMessage,
                EventHandlerRegistrationRequest,
                HandleEventRequest,
                EventHandlerResponse> {
    @Override
    public ServerPart<HandleEventRequest> read(EventHandlerRuntimeToClientMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONRESPONSE ->
                message.getRegistrationResponse().hasFailure()
                        ? new ServerPart.Refused<>(
                                message.getRegistrationResponse().getFailure())
                        : new ServerPart.Accepted<>();
            case HANDLEREQUEST -> request(message.getHandleRequest());
            case PING -> new ServerPart.Ping<>();
            case DISCONNECTED -> disconnected(message.getDisconnected());
            case MESSAGE_NOT_SET -> new ServerPart.Nothing<>();
        };
    }

    @Override
    public EventHandlerClientToRuntimeMessage registration(
            ReverseCallArgumentsContext context, EventHandlerRegistrationRequest arguments) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(arguments.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public EventHandlerClientToRuntimeMessage response(
            ReverseCallResponseContext context, EventHandlerResponse response) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setHandleResult(response.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public EventHandlerClientToRuntimeMessage pong() {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    public Optional<EventHandlerClientToRuntimeMessage> disconnect(Duration grace) {
        return Optional.of(EventHandlerClientToRuntimeMessage.newBuilder()
                .setInitiateDisconnect(InitiateDisconnect.newBuilder().setGracePeriod(WireDuration.write(grace)))
                .build());
    }

    @Override
    public EventHandlerResponse failed(String reason) {
        return EventHandlerResponse.newBuilder()
                .setFailure(Failures.worthAnotherTry(reason))
                .build();
    }

    private static ServerPart<HandleEventRequest> request(HandleEventRequest request) {
        return new ServerPart.Request<>(
                request, request.hasCallContext() ? Optional.of(request.getCallContext()) : Optional.empty());
    }

    private static ServerPart<HandleEventRequest> disconnected(DisconnectCompleted how) {
        return new ServerPart.Disconnected<>(how.hasFailure() ? Optional.of(how.getFailure()) : Optional.empty());
    }
}
