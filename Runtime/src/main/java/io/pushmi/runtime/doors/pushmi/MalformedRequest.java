package io.pushmi.runtime.doors.pushmi;

/** A request of which a field is missing, or is not what the contract says. No fault of ours: it has no stack trace. */
final class MalformedRequest extends RuntimeException {
    /**
     * @param field the path of the field from the request
     * @param problem what was expected and what was found
     */
    MalformedRequest(String field, String problem) {
        super(field + ": " + problem, null, false, false);
    }
}
