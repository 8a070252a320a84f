package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentStateType;
import io.pushmi.runtime.processing.projections.CurrentState;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.UnknownProjection;
import io.pushmi.runtime.storage.ScopeId;

/** Read models and their projections, as the contracts have them. */
final class ReadModels {
    private ReadModels() {}

    /**
     * The projection in two fields that must be set.
     *
     * @throws MalformedRequest if one of them is missing or malformed
     */
    static ProjectionId requireProjection(boolean hasScope, Uuid scope, boolean hasProjection, Uuid projection) {
        return new ProjectionId(
                new ScopeId(Guids.require(hasScope, scope, "scopeId")),
                Guids.require(hasProjection, projection, "projectionId"));
    }

    static ProjectionCurrentState write(CurrentState current) {
        return ProjectionCurrentState.newBuilder()
                .setType(
                        current.kind() == CurrentState.Kind.PERSISTED
                                ? ProjectionCurrentStateType.PERSISTED
                                : ProjectionCurrentStateType.CREATED_FROM_INITIAL_STATE)
                .setKey(current.key().value())
                .setState(current.json())
                .build();
    }

    static Refusal refusal(UnknownProjection unknown) {
        return new Refusal(FailureType.OTHER, String.valueOf(unknown.getMessage()));
    }
}
