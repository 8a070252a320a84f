package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import java.util.Optional;

/** How the contract of public filters has its parts, for the server. */
final class PublicFilterServerProtocol
        extends FilterServerProtocol<
                PublicFilterClientToRuntimeMessage, PublicFilterRegistrationRequest, PartitionedFilterResponse> {
    @Override
    public ClientPart<PublicFilterRegistrationRequest, PartitionedFilterResponse> read(
            PublicFilterClientToRuntimeMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONREQUEST -> registration(message.getRegistrationRequest());
            case FILTERRESULT -> response(message.getFilterResult());
            case PONG -> new ClientPart.Pong<>();
            case MESSAGE_NOT_SET -> new ClientPart.Nothing<>();
        };
    }

    private static ClientPart<PublicFilterRegistrationRequest, PartitionedFilterResponse> registration(
            PublicFilterRegistrationRequest registration) {
        return new ClientPart.Registration<>(
                registration,
                registration.hasCallContext() ? Optional.of(registration.getCallContext()) : Optional.empty());
    }

    private static ClientPart<PublicFilterRegistrationRequest, PartitionedFilterResponse> response(
            PartitionedFilterResponse response) {
        return new ClientPart.Response<>(
                response, response.hasCallContext() ? Optional.of(response.getCallContext()) : Optional.empty());
    }
}
