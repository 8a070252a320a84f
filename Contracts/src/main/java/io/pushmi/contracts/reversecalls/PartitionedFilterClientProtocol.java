package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;

/** How the contract of filters that divide their streams has its parts, for the client. */
final class PartitionedFilterClientProtocol
        extends FilterClientProtocol<
                PartitionedFilterClientToRuntimeMessage,
                PartitionedFilterRegistrationRequest,
                PartitionedFilterResponse> {
    @Override
    public PartitionedFilterClientToRuntimeMessage registration(
            ReverseCallArgumentsContext context, PartitionedFilterRegistrationRequest arguments) {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(arguments.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public PartitionedFilterClientToRuntimeMessage response(
            ReverseCallResponseContext context, PartitionedFilterResponse response) {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
                .setFilterResult(response.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public PartitionedFilterClientToRuntimeMessage pong() {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
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
