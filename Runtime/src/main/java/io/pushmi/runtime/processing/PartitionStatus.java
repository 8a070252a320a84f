package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is not where the rest of its processor is.
 *
 * @param position the event that it is at
 * @param streamPosition the same, counted as {@link Delivery} does
 * @param state why it is not further
 * @param reason for people
 * @param attempts how often the event was delivered and failed; 0 if it is only behind
 * @param lastFailed when it failed last, if it did
 * @param nextTry when it is delivered again; null for not before somebody asks for it
 */
public record PartitionStatus(
        PartitionId partition,
        SequenceNumber position,
        long streamPosition,
        State state,
        String reason,
        int attempts,
        @Nullable Instant lastFailed,
        @Nullable Instant nextTry) {
    /** Why a partition is behind. */
    public enum State {
        /** The event failed and is waiting to be delivered again. */
        FAILING,
        /** Nothing is wrong but that it is slower than the others; it is being caught up. */
        PARKED
    }
}
