package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.management.EventType;
import io.pushmi.contracts.runtime.events.management.EventTypesGrpc;
import io.pushmi.contracts.runtime.events.management.GetAllRequest;
import io.pushmi.contracts.runtime.events.management.GetAllResponse;
import io.pushmi.runtime.events.ArtifactRegistry;
import io.pushmi.runtime.events.RegisteredArtifact;

/** Shows operators the event types that clients have introduced. */
final class EventTypesManagement extends EventTypesGrpc.EventTypesImplBase {
    private final UnaryCall<GetAllResponse> getAll = new UnaryCall<>(
            "management.EventTypes/GetAll",
            failure -> GetAllResponse.newBuilder().setFailure(failure).build());

    private final ArtifactRegistry artifacts;

    EventTypesManagement(ArtifactRegistry artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public void getAll(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        getAll.answer(caller, () -> {
            AnswerSize size = new AnswerSize("the event types", "there is no other way to ask for them");
            return artifacts
                    .eventTypes()
                    .map(EventTypesManagement::write)
                    .doOnNext(size::add)
                    .collect(GetAllResponse::newBuilder, GetAllResponse.Builder::addEventTypes)
                    .map(GetAllResponse.Builder::build)
                    .toFuture();
        });
    }

    private static EventType write(RegisteredArtifact declared) {
        return EventType.newBuilder()
                .setEventType(Artifacts.write(declared))
                .setAlias(ShownAlias.of(declared.alias()))
                .build();
    }
}
