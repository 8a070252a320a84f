package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;

/** Where a processor begins that has no position yet. */
public sealed interface StartFrom {
    StartFrom FIRST = new First();
    StartFrom LATEST = new Latest();

    /** At the first event of the log. */
    record First() implements StartFrom {}

    /** Behind the events that are there when it registers for the first time. */
    record Latest() implements StartFrom {}

    /**
     * At the first event that occurred then or later, even if that is yet to come. A processor that has come less far is
     * moved on to it.
     */
    record At(Instant instant) implements StartFrom {}

    /** At the event of that number, there already or not. */
    @SuppressWarnings("JavaLangClash") // Always named with what it is a part of.
    record Number(SequenceNumber number) implements StartFrom {}
}
