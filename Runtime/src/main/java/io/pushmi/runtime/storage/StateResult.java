package io.pushmi.runtime.storage;

/** What became of a change of a state document. */
public sealed interface StateResult {
    /** It is made and durable; the document now has this revision, {@link Revision#ABSENT} if it was removed. */
    record Changed(Revision revision) implements StateResult {}

    /** It is not made: the document has this other revision. */
    record Conflict(Revision actual) implements StateResult {}
}
