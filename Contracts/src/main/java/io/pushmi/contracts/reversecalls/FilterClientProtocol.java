package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * What the contracts of the three kinds of filters have in common for the client: all that it hears.
 *
 * @param <C> what a client sends
 * @param <A> the arguments of a registration
 * @param <P> the client's response to a request
 */
abstract class FilterClientProtocol<C, A, P>
        implements ClientProtocol<C, FilterRuntimeToClientMessage, A, FilterEventRequest, P> {
    @Override
    public final ServerPart<FilterEventRequest> read(FilterRuntimeToClientMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONRESPONSE ->
                message.getRegistrationResponse().hasFailure()
                        ? new ServerPart.Refused<>(
                                message.getRegistrationResponse().getFailure())
                        : new ServerPart.Accepted<>();
            case FILTERREQUEST -> request(message.getFilterRequest());
            case PING -> new ServerPart.Ping<>();
            case MESSAGE_NOT_SET -> new ServerPart.Nothing<>();
        };
    }

    @Override
    public final Optional<C> disconnect(Duration grace) {
        return Optional.empty();
    }

    private static ServerPart<FilterEventRequest> request(FilterEventRequest request) {
        return new ServerPart.Request<>(
                request, request.hasCallContext() ? Optional.of(request.getCallContext()) : Optional.empty());
    }
}
