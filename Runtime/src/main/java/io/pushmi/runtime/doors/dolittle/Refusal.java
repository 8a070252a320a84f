package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Failure;

/** A request that was understood and is answered with a failure. No fault of ours: it has no stack trace. */
final class Refusal extends RuntimeException {
    private final FailureType type;
    private final String reason;

    Refusal(FailureType type, String reason) {
        super(type + ": " + reason, null, false, false);
        this.type = type;
        this.reason = reason;
    }

    Failure failure() {
        return type.because(reason);
    }
}
