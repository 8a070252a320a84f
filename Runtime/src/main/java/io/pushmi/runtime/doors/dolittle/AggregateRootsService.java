package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationRequest;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationResponse;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.runtime.events.ArtifactRegistry;

/** Takes what clients declare about their aggregate roots. */
final class AggregateRootsService extends AggregateRootsGrpc.AggregateRootsImplBase {
    private final UnaryCall<AggregateRootAliasRegistrationResponse> registerAlias = new UnaryCall<>(
            "AggregateRoots/RegisterAlias",
            failure -> AggregateRootAliasRegistrationResponse.newBuilder()
                    .setFailure(failure)
                    .build());

    private final ArtifactRegistry artifacts;
    private final CallerCheck callers;

    AggregateRootsService(ArtifactRegistry artifacts, CallerCheck callers) {
        this.artifacts = artifacts;
        this.callers = callers;
    }

    @Override
    public void registerAlias(
            AggregateRootAliasRegistrationRequest request,
            StreamObserver<AggregateRootAliasRegistrationResponse> caller) {
        registerAlias.answer(caller, () -> {
            callers.requireOwn(request.hasCallContext(), request.getCallContext());
            return artifacts
                    .registerAggregateRoot(Artifacts.requireDeclaration(
                            request.hasAggregateRoot(),
                            request.getAggregateRoot(),
                            "aggregateRoot",
                            request.getAlias()))
                    .thenReturn(AggregateRootAliasRegistrationResponse.getDefaultInstance())
                    .toFuture();
        });
    }
}
