package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.Retry;

/** What a client makes of a read model and an event. */
public sealed interface ProjectionAnswer {
    ProjectionAnswer DELETE = new Delete();
    ProjectionAnswer UNANSWERED = new Unanswered();

    /**
     * The read model is this from now on.
     *
     * @param json the new state as the client gave it; a JSON object, or else the event counts as failed
     */
    record Replace(String json) implements ProjectionAnswer {}

    /** There is no such read model any more. A later event starts from the initial state. */
    record Delete() implements ProjectionAnswer {}

    /**
     * The read model stays as it is, and the event is tried again.
     *
     * @param reason for people, as the client gave it; may be empty
     * @param retry when
     */
    record Failed(String reason, Retry retry) implements ProjectionAnswer {}

    /** The client is gone. */
    record Unanswered() implements ProjectionAnswer {}
}
