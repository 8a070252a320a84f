package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationRequest;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationResponse;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.runtime.events.ArtifactRegistry;

/** Takes what clients declare about their event types. */
final class EventTypesService extends EventTypesGrpc.EventTypesImplBase {
    private final UnaryCall<EventTypeRegistrationResponse> register = new UnaryCall<>(
            "EventTypes/Register",
            failure -> EventTypeRegistrationResponse.newBuilder()
                    .setFailure(failure)
                    .build());

    private final ArtifactRegistry artifacts;
    private final CallerCheck callers;

    EventTypesService(ArtifactRegistry artifacts, CallerCheck callers) {
        this.artifacts = artifacts;
        this.callers = callers;
    }

    @Override
    public void register(EventTypeRegistrationRequest request, StreamObserver<EventTypeRegistrationResponse> caller) {
        register.answer(caller, () -> {
            callers.requireOwn(request.hasCallContext(), request.getCallContext());
            return artifacts
                    .registerEventType(Artifacts.requireDeclaration(
                            request.hasEventType(), request.getEventType(), "eventType", request.getAlias()))
                    .thenReturn(EventTypeRegistrationResponse.getDefaultInstance())
                    .toFuture();
        });
    }
}
