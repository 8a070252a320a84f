package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.projections.GetAllResponse;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.runtime.processing.projections.CurrentState;

/** Gathers all read models of a projection into one message, as far as one message can take them. */
final class WholeProjection {
    /** The most bytes of states in one message. */
    static final int LIMIT = 32 * 1024 * 1024;

    private final GetAllResponse.Builder states = GetAllResponse.newBuilder();
    private long size;

    /** @throws Refusal if there are too many */
    void add(CurrentState current) {
        ProjectionCurrentState state = ReadModels.write(current);
        size += state.getSerializedSize();
        if (size > LIMIT) {
            throw new Refusal(
                    FailureType.OTHER,
                    "the projection's read models take more than the " + LIMIT
                            + " bytes that one response may have; get them with GetAllInBatches");
        }
        states.addStates(state);
    }

    GetAllResponse response() {
        return states.build();
    }
}
