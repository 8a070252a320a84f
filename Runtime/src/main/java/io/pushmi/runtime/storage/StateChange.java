package io.pushmi.runtime.storage;

/** One change of a state document, made only if the document still has the expected revision. */
public sealed interface StateChange {
    StateName name();

    /** {@link Revision#ABSENT} says that the document must not exist. */
    Revision expected();

    record Put(StateName name, Revision expected, Bytes content) implements StateChange {}

    record Remove(StateName name, Revision expected) implements StateChange {}
}
