package io.pushmi.runtime.server;

import io.pushmi.runtime.processing.AwaitResult;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.processing.SkippedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators find as long as no processor can connect to this Runtime. */
final class NothingConnected implements OperateProcessors {
    @Override
    public List<ProcessorDefinition> connected() {
        return List.of();
    }

    @Override
    public CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<OperationResult> reprocessFrom(ProcessorId processor, TenantId tenant, SequenceNumber to) {
        return notConnected();
    }

    @Override
    public CompletionStage<OperationResult> retryNow(ProcessorId processor, TenantId tenant, PartitionId partition) {
        return notConnected();
    }

    @Override
    public CompletionStage<OperationResult> skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip) {
        return notConnected();
    }

    @Override
    public CompletionStage<List<SkippedEvent>> skipped(ProcessorId processor, TenantId tenant) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<AwaitResult> awaitHandled(
            ProcessorId processor, TenantId tenant, SequenceNumber position, Duration longest) {
        return CompletableFuture.completedFuture(new AwaitResult.NotConnected());
    }

    private static CompletionStage<OperationResult> notConnected() {
        return CompletableFuture.completedFuture(OperationResult.NOT_CONNECTED);
    }
}
