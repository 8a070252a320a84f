package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a processor stands for one tenant at one moment.
 *
 * @param position the number of the first event of the log that it is not done with, apart from troubled partitions
 * @param streamPosition how many events of its own it is done with, apart from troubled partitions
 * @param partitioned whether it keeps partitions apart
 * @param lastHandled when it last succeeded with an event, if it ever did
 * @param troubled the failing and parked partitions, in the order of their positions; of an unpartitioned processor at
 *     most one, with the empty partition
 * @param lag how far it is behind the end of the log
 * @param standsBy whether it waits here while another one runs it, who saved what is told here some time ago
 */
public record ProcessorStatus(
        ProcessorId processor,
        TenantId tenant,
        SequenceNumber position,
        long streamPosition,
        boolean partitioned,
        @Nullable Instant lastHandled,
        List<PartitionStatus> troubled,
        Lag lag,
        boolean standsBy) {
    public ProcessorStatus {
        troubled = List.copyOf(troubled);
    }

    /** One that is at work here. */
    public ProcessorStatus(
            ProcessorId processor,
            TenantId tenant,
            SequenceNumber position,
            long streamPosition,
            boolean partitioned,
            @Nullable Instant lastHandled,
            List<PartitionStatus> troubled,
            Lag lag) {
        this(processor, tenant, position, streamPosition, partitioned, lastHandled, troubled, lag, false);
    }

    ProcessorStatus with(Lag other) {
        return new ProcessorStatus(
                processor, tenant, position, streamPosition, partitioned, lastHandled, troubled, other, standsBy);
    }

    /**
     * How far a processor is behind: nothing, if no event that it gets is waiting.
     *
     * @param events the events of the log from the first one that it gets and is not done with
     * @param age how long ago that one occurred
     */
    public record Lag(long events, Duration age) {
        public static final Lag NONE = new Lag(0, Duration.ZERO);
    }
}
