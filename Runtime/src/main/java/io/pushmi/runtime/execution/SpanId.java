package io.pushmi.runtime.execution;

/** The eight bytes that identify a span of a distributed trace, as one number. Never zero: zero means no span. */
public record SpanId(long value) {
    public SpanId {
        if (value == 0) {
            throw new IllegalArgumentException("a span id of zero means that there is no span");
        }
    }
}
