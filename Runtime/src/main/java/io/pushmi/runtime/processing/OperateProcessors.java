package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Shows operators the processors whose clients are connected, and lets them step in. Stages fail with {@link
 * StorageUnavailable} when the store cannot be asked now, and nothing has changed then.
 */
public interface OperateProcessors {
    /** What is connected at this moment, in no particular order. */
    List<ProcessorDefinition> connected();

    /** How a processor stands for each tenant, or for the given one; empty if it is not connected. */
    CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant);

    /**
     * Moves a processor to an event, so that it gets that event and all that follow, and forgets its troubled partitions.
     * What is being handled is waited for. Delivery begins afterwards.
     *
     * @param to at most one beyond the last event of the log
     */
    CompletionStage<OperationResult> reprocessFrom(ProcessorId processor, TenantId tenant, SequenceNumber to);

    /** Delivers the event that a failing partition is at now, instead of at the time that it waits for. */
    CompletionStage<OperationResult> retryNow(ProcessorId processor, TenantId tenant, PartitionId partition);

    /**
     * Gives up one event of a failing partition, which then goes on behind it. Durable, with who did it and why, before
     * the next one is delivered.
     *
     * @param position the event that the partition is at, so that no other one is skipped by mistake
     */
    CompletionStage<OperationResult> skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip);

    /** Every event that was skipped, whether the processor is connected or not, in the order of positions. */
    CompletionStage<List<SkippedEvent>> skipped(ProcessorId processor, TenantId tenant);

    /**
     * Waits until a processor is done with every event that it gets up to a position.
     *
     * @param longest how long to wait at most
     */
    CompletionStage<AwaitResult> awaitHandled(
            ProcessorId processor, TenantId tenant, SequenceNumber position, Duration longest);
}
