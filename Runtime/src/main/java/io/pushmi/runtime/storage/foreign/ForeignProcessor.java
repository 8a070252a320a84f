package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a handler or filter is.
 *
 * @param scope whose log it works through
 * @param next everything before is done, or belongs to a failure
 * @param streamPosition how many events before that it got
 * @param lastHandled when it last succeeded, if it did
 * @param failures partitions that are behind; for one without partitions, the event that it cannot get past, if any
 */
public record ForeignProcessor(
        Kind kind,
        ScopeId scope,
        UUID id,
        boolean partitioned,
        SequenceNumber next,
        long streamPosition,
        @Nullable Instant lastHandled,
        List<ForeignFailure> failures) {
    /** What a processor is to its client. */
    public enum Kind {
        EVENT_HANDLER,
        FILTER,
        PUBLIC_FILTER
    }

    public ForeignProcessor {
        failures = List.copyOf(failures);
    }
}
