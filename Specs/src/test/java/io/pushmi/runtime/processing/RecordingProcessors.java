package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Processors that stand as a spec says, and remember what was asked of them. */
public final class RecordingProcessors implements OperateProcessors {
    private final Map<ProcessorDefinition, List<ProcessorStatus>> connected = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<TenantId, OperationResult> results = new LinkedHashMap<>();
    private List<SkippedEvent> skipped = List.of();
    private AwaitResult awaited = new AwaitResult.Handled();
    private CompletionStage<Void> store = CompletableFuture.completedFuture(null);

    /** From now on it is connected and stands like that. */
    public RecordingProcessors connect(ProcessorDefinition definition, ProcessorStatus... statuses) {
        connected.put(definition, List.of(statuses));
        return this;
    }

    /** What comes of every operation for a tenant; done unless said otherwise. */
    public void answer(TenantId tenant, OperationResult result) {
        results.put(tenant, result);
    }

    public void answer(AwaitResult result) {
        awaited = result;
    }

    public void skipped(SkippedEvent... events) {
        skipped = List.of(events);
    }

    /** Whatever needs the store fails from now on. */
    public void failWith(RuntimeException problem) {
        store = CompletableFuture.failedFuture(problem);
    }

    /** The operations in the order in which they were asked for, a line each. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public List<ProcessorDefinition> connected() {
        return List.copyOf(connected.keySet());
    }

    @Override
    public CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant) {
        return store.thenApply(ready -> connected.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(processor))
                .map(entry -> entry.getValue().stream()
                        .filter(status -> tenant.isEmpty() || tenant.get().equals(status.tenant()))
                        .toList())
                .findFirst());
    }

    @Override
    public CompletionStage<OperationResult> reprocessFrom(ProcessorId processor, TenantId tenant, SequenceNumber to) {
        return operate("reprocess " + processor + " of " + tenant + " from " + to, processor, tenant);
    }

    @Override
    public CompletionStage<OperationResult> retryNow(ProcessorId processor, TenantId tenant, PartitionId partition) {
        return operate("retry " + processor + " of " + tenant + " in '" + partition + "'", processor, tenant);
    }

    @Override
    public CompletionStage<OperationResult> skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip) {
        return operate(
                "skip " + processor + " of " + tenant + " in '" + partition + "' at " + position + " by " + skip.by()
                        + " because " + skip.reason(),
                processor,
                tenant);
    }

    @Override
    public CompletionStage<List<SkippedEvent>> skipped(ProcessorId processor, TenantId tenant) {
        return store.thenApply(ready -> skipped);
    }

    @Override
    public CompletionStage<AwaitResult> awaitHandled(
            ProcessorId processor, TenantId tenant, SequenceNumber position, Duration longest) {
        asked.add("await " + processor + " of " + tenant + " at " + position + " for " + longest);
        return store.thenApply(ready -> awaited);
    }

    private CompletionStage<OperationResult> operate(String what, ProcessorId processor, TenantId tenant) {
        asked.add(what);
        boolean isConnected = connected.keySet().stream()
                .anyMatch(definition -> definition.id().equals(processor));
        return store.thenApply(ready ->
                isConnected ? results.getOrDefault(tenant, OperationResult.DONE) : OperationResult.NOT_CONNECTED);
    }
}
