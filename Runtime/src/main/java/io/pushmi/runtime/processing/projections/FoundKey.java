package io.pushmi.runtime.processing.projections;

/** What came of looking for the read model that an event concerns. */
sealed interface FoundKey {
    FoundKey ERASED = new Erased();

    record Found(ReadModelKey key) implements FoundKey {}

    /** What told it has been erased, for good. */
    record Erased() implements FoundKey {}

    /**
     * Nothing tells it.
     *
     * @param reason what was looked for, what was found, and what was expected
     */
    record None(String reason) implements FoundKey {}
}
