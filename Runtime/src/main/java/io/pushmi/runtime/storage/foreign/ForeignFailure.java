package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is not where the rest of its processor is.
 *
 * @param partition the empty one for a processor without partitions
 * @param position the event that it is at
 * @param streamPosition how many events the processor got before it
 * @param reason for people
 * @param attempts how often the event failed; 0 if the partition is only behind
 * @param lastFailed when it failed last, if that is known
 * @param nextTry when it is delivered again; null for not before somebody asks for it
 */
public record ForeignFailure(
        PartitionId partition,
        SequenceNumber position,
        long streamPosition,
        String reason,
        int attempts,
        @Nullable Instant lastFailed,
        @Nullable Instant nextTry) {}
