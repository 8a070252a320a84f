package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * A part of a log, and the end of it to begin at.
 *
 * @param from the position of its first event
 * @param to the position after its last event, not before {@code from}; null for the end of the log
 */
public record EventRange(SequenceNumber from, @Nullable SequenceNumber to, Direction direction) {
    public EventRange {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a range from " + from + " cannot end at " + to);
        }
    }
}
