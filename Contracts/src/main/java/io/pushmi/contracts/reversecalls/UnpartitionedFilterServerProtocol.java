package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.FilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import java.util.Optional;

/** How the contract of filters whose streams are not divided has its parts, for the server. */
final class UnpartitionedFilterServerProtocol
        extends FilterServerProtocol<FilterClientToRuntimeMessage, FilterRegistrationRequest, FilterResponse> {
    @Override
    public ClientPart<FilterRegistrationRequest, FilterResponse> read(FilterClientToRuntimeMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONREQUEST -> registration(message.getRegistrationRequest());
            case FILTERRESULT -> response(message.getFilterResult());
            case PONG -> new ClientPart.Pong<>();
            case MESSAGE_NOT_SET -> new ClientPart.Nothing<>();
        };
    }

    private static ClientPart<FilterRegistrationRequest, FilterResponse> registration(
            FilterRegistrationRequest registration) {
        return new ClientPart.Registration<>(
                registration,
                registration.hasCallContext() ? Optional.of(registration.getCallContext()) : Optional.empty());
    }

    private static ClientPart<FilterRegistrationRequest, FilterResponse> response(FilterResponse response) {
        return new ClientPart.Response<>(
                response, response.hasCallContext() ? Optional.of(response.getCallContext()) : Optional.empty());
    }
}
