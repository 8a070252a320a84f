package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.reversecalls.Registrar;
import io.pushmi.contracts.reversecalls.ServerProtocols;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc;
import io.pushmi.runtime.processing.projections.Projections;

/** Connects projections. */
final class ProjectionsService extends ProjectionsGrpc.ProjectionsImplBase {
    private final ReverseCalls calls;
    private final Registrar<ProjectionRegistrationRequest, ProjectionRequest, ProjectionResponse> registrar;

    /** @param unlessTold the shape of ids for a registration that tells none */
    ProjectionsService(Projections projections, ReverseCalls calls, WireShape unlessTold) {
        this.calls = calls;
        this.registrar = calls.registering(
                "Projections/Connect",
                FailureType.FAILED_TO_REGISTER_PROJECTION,
                new ProjectionStart(projections, calls.settings().callTimeout(), unlessTold));
    }

    @Override
    public StreamObserver<ProjectionClientToRuntimeMessage> connect(
            StreamObserver<ProjectionRuntimeToClientMessage> caller) {
        return calls.serve(ServerProtocols.projections(), caller, registrar);
    }
}
