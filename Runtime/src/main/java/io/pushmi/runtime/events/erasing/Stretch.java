package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** A part of a log, from where one commit starts to beyond where another does. */
record Stretch(SequenceNumber from, SequenceNumber to) {
    /** What there was, and the commit that starts there. */
    static Stretch including(@Nullable Stretch before, SequenceNumber first) {
        return joined(before, new Stretch(first, first.plus(1)));
    }

    static Stretch joined(@Nullable Stretch one, Stretch other) {
        return one == null
                ? other
                : new Stretch(
                        one.from.isBefore(other.from) ? one.from : other.from,
                        one.to.isBefore(other.to) ? other.to : one.to);
    }
}
