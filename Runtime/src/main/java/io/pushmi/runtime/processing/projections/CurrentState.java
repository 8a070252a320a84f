package io.pushmi.runtime.processing.projections;

/**
 * A read model as it is at one moment.
 *
 * @param json its state, a JSON object
 */
public record CurrentState(Kind kind, ReadModelKey key, String json) {
    /** Where the state comes from. */
    public enum Kind {
        /** From the registration: no event has reached the read model yet, or it was deleted. */
        INITIAL,
        /** From what the client has made of events. */
        PERSISTED
    }
}
