package io.pushmi.runtime.processing.projections;

/** How to tell from an event which read model it concerns. */
public sealed interface KeySelector {
    /** The one of its event source. */
    record EventSource() implements KeySelector {}

    /** The one of its partition, which for the events of a log is their event source. */
    record Partition() implements KeySelector {}

    /**
     * The one that a property of its content names: a string, a number or a boolean of the outermost JSON object.
     *
     * @param name as in the content; where there is none of that name, the only one that differs in case alone
     */
    record Property(String name) implements KeySelector {}

    /** Always the same. */
    record Static(ReadModelKey key) implements KeySelector {}

    /**
     * The one of the time at which it occurred, in UTC.
     *
     * @param format made of {@code yyyy MM dd HH hh mm ss} and what stands between them
     */
    record Occurred(String format) implements KeySelector {}
}
