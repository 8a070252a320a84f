package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.FilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;

/** How the contract of filters whose streams are not divided has its parts, for the client. */
final class UnpartitionedFilterClientProtocol
        extends FilterClientProtocol<FilterClientToRuntimeMessage, FilterRegistrationRequest, FilterResponse> {
    @Override
    public FilterClientToRuntimeMessage registration(
            ReverseCallArgumentsContext context, FilterRegistrationRequest arguments) {
        return FilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(arguments.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public FilterClientToRuntimeMessage response(ReverseCallResponseContext context, FilterResponse response) {
        return FilterClientToRuntimeMessage.newBuilder()
                .setFilterResult(response.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public FilterClientToRuntimeMessage pong() {
        return FilterClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    public FilterResponse failed(String reason) {
        return FilterResponse.newBuilder()
                .setFailure(Failures.worthAnotherTry(reason))
                .build();
    }
}
