package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream has come.
 *
 * @param checkpoint where its filter goes on in the source log; null if nothing was ever included
 * @param erased where the checkpoint of erasures stands; null if nothing was ever erased
 * @param sourceEnd the end of the source log, no older than {@code erased}
 */
record StreamEnd(
        @Nullable SequenceNumber checkpoint, @Nullable SequenceNumber erased, SequenceNumber sourceEnd) {}
