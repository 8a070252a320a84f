package io.pushmi.runtime.doors.dolittle;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A request of which a field is missing, or is not what the contract says. No fault of ours: it has no stack trace. */
final class MalformedRequest extends RuntimeException {
    private final String field;
    private final String problem;

    /**
     * @param field the path of the field from the message that was being read
     * @param problem what was expected and what was found
     */
    MalformedRequest(String field, String problem) {
        super(field + ": " + problem, null, false, false);
        this.field = field;
        this.problem = problem;
    }

    static MalformedRequest notSet(String field, String expected) {
        return new MalformedRequest(field, "expected " + expected + ", found nothing");
    }

    /** The same, with the path from the message around the one that was being read. */
    MalformedRequest within(String outer) {
        return new MalformedRequest(outer + "." + field, problem);
    }

    StatusRuntimeException asStatus() {
        return Status.INVALID_ARGUMENT.withDescription(field + ": " + problem).asRuntimeException();
    }
}
