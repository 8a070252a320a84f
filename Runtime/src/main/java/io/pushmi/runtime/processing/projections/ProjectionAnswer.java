package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.Retry;

/** What a client makes of a read model and an event. */
public sealed interface ProjectionAnswer {
    ProjectionAnswer DELETE = new Delete();
    ProjectionAnswer UNANSWERED = new Unanswered();

    /** @param json the new state as the client gave it; a JSON object, or else the event counts as failed */
    record Replace(String json) implements ProjectionAnswer {}

    /** There is no such read model any more. A later event starts from the initial state. */
    record Delete() implements ProjectionAnswer {}

    /** @param reason for people, as the client gave it; may be empty */
    record Failed(String reason, Retry retry) implements ProjectionAnswer {}

    /** The client is gone. */
    record Unanswered() implements ProjectionAnswer {}
}
