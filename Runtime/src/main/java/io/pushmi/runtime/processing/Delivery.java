package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a client.
 *
 * @param scope whose log it was read from
 * @param partition the partition it is in: for handlers its event source
 * @param partitioned whether its processor keeps partitions apart
 * @param streamPosition its place among the events that the processor gets, counted from 0; the same however often it is
 *     delivered
 * @param repetition what went wrong before; null the first time
 */
public record Delivery(
        CommittedEvent event,
        ScopeId scope,
        PartitionId partition,
        boolean partitioned,
        long streamPosition,
        @Nullable Repetition repetition) {
    /**
     * What a repeated delivery is told of those before.
     *
     * @param reason why the last one failed
     * @param retries how often it was tried again before: 0 for the second delivery
     */
    public record Repetition(String reason, int retries) {}
}
