package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import java.util.Optional;

/** How the contract of filters that divide their streams has its parts, for the server. */
final class PartitionedFilterServerProtocol
        extends FilterServerProtocol<
                PartitionedFilterClientToRuntimeMessage,
                PartitionedFilterRegistrationRequest,
                PartitionedFilterResponse> {
    @Override
    public ClientPart<PartitionedFilterRegistrationRequest, PartitionedFilterResponse> read(
            PartitionedFilterClientToRuntimeMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONREQUEST -> registration(message.getRegistrationRequest());
            case FILTERRESULT -> response(message.getFilterResult());
            case PONG -> new ClientPart.Pong<>();
            case MESSAGE_NOT_SET -> new ClientPart.Nothing<>();
        };
    }

    private static ClientPart<PartitionedFilterRegistrationRequest, PartitionedFilterResponse> registration(
            PartitionedFilterRegistrationRequest registration) {
        return new ClientPart.Registration<>(
                registration,
                registration.hasCallContext() ? Optional.of(registration.getCallContext()) : Optional.empty());
    }

    private static ClientPart<PartitionedFilterRegistrationRequest, PartitionedFilterResponse> response(
            PartitionedFilterResponse response) {
        return new ClientPart.Response<>(
                response, response.hasCallContext() ? Optional.of(response.getCallContext()) : Optional.empty());
    }
}
