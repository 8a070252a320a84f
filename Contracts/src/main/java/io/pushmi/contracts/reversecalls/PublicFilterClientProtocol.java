package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;

/** How the contract of public filters has its parts, for the client. */
final class PublicFilterClientProtocol
        extends FilterClientProtocol<
                PublicFilterClientToRuntimeMessage, PublicFilterRegistrationRequest, PartitionedFilterResponse> {
    @Override
    public PublicFilterClientToRuntimeMessage registration(
            ReverseCallArgumentsContext context, PublicFilterRegistrationRequest arguments) {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(arguments.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public PublicFilterClientToRuntimeMessage response(
            ReverseCallResponseContext context, PartitionedFilterResponse response) {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setFilterResult(response.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public PublicFilterClientToRuntimeMessage pong() {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    public PartitionedFilterResponse failed(String reason) {
        return PartitionedFilterResponse.newBuilder()
                .setFailure(Failures.worthAnotherTry(reason))
                .build();
    }
}
