package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.client.management.ClientGrpc;
import io.pushmi.contracts.runtime.client.management.GetBuildResultsRequest;
import io.pushmi.contracts.runtime.client.management.GetBuildResultsResponse;

/** Tells operators what the client noticed about itself. */
final class ClientManagement extends ClientGrpc.ClientImplBase {
    private final LatestBuildResults buildResults;

    ClientManagement(LatestBuildResults buildResults) {
        this.buildResults = buildResults;
    }

    @Override
    public void getBuildResults(GetBuildResultsRequest request, StreamObserver<GetBuildResultsResponse> caller) {
        caller.onNext(GetBuildResultsResponse.newBuilder()
                .setBuildResults(buildResults.get())
                .build());
        caller.onCompleted();
    }
}
