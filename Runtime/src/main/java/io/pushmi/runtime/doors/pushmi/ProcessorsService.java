package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.management.v1.ListPartitionsRequest;
import io.pushmi.contracts.management.v1.ListPartitionsResponse;
import io.pushmi.contracts.management.v1.ListProcessorsRequest;
import io.pushmi.contracts.management.v1.ListProcessorsResponse;
import io.pushmi.contracts.management.v1.ListSkippedEventsRequest;
import io.pushmi.contracts.management.v1.ListSkippedEventsResponse;
import io.pushmi.contracts.management.v1.ProcessorsGrpc;
import io.pushmi.contracts.management.v1.ReprocessRequest;
import io.pushmi.contracts.management.v1.ReprocessResponse;
import io.pushmi.contracts.management.v1.RetryPartitionRequest;
import io.pushmi.contracts.management.v1.RetryPartitionResponse;
import io.pushmi.contracts.management.v1.SkipEventRequest;
import io.pushmi.contracts.management.v1.SkipEventResponse;
import io.pushmi.runtime.management.Reprocessing;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows processors, and lets operators step in. */
final class ProcessorsService extends ProcessorsGrpc.ProcessorsImplBase {
    private static final int LONGEST_TEXT = 1_000;

    private final OperateProcessors processors;
    private final Reprocessing reprocessing;
    private final Tenants tenants;

    ProcessorsService(OperateProcessors processors, Reprocessing reprocessing, Tenants tenants) {
        this.processors = processors;
        this.reprocessing = reprocessing;
        this.tenants = tenants;
    }

    @Override
    public void listProcessors(ListProcessorsRequest request, StreamObserver<ListProcessorsResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            Optional<TenantId> tenant = tenantOrAll(request.getTenant());
            return Flux.fromIterable(processors.connected())
                    .concatMap(definition -> Mono.fromCompletionStage(() -> processors.status(definition.id(), tenant))
                            .flatMap(Mono::justOrEmpty)
                            .map(statuses -> ProcessorWriter.write(definition, statuses)))
                    .collect(ListProcessorsResponse::newBuilder, ListProcessorsResponse.Builder::addProcessors)
                    .map(ListProcessorsResponse.Builder::build)
                    .toFuture();
        });
    }

    @Override
    public void listPartitions(ListPartitionsRequest request, StreamObserver<ListPartitionsResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            TenantId tenant = ProcessorFields.tenant(request.getTenant(), tenants);
            return processors
                    .status(processor, Optional.of(tenant))
                    .thenApply(statuses -> statuses.orElseThrow(() -> ProcessorFields.notConnected(processor)))
                    .thenApply(statuses -> partitions(processor, statuses));
        });
    }

    private static ListPartitionsResponse partitions(ProcessorId processor, List<ProcessorStatus> statuses) {
        if (statuses.isEmpty()) {
            ProcessorFields.requireDone(OperationResult.NOT_FOR_TENANT, processor);
        }
        ListPartitionsResponse.Builder response = ListPartitionsResponse.newBuilder();
        statuses.stream()
                .flatMap(status -> status.troubled().stream())
                .map(ProcessorFields::write)
                .forEach(response::addPartitions);
        return response.build();
    }

    @Override
    public void retryPartition(RetryPartitionRequest request, StreamObserver<RetryPartitionResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            TenantId tenant = ProcessorFields.tenant(request.getTenant(), tenants);
            PartitionId partition = partition(request.hasPartition(), request.getPartition());
            return done(
                    processor,
                    processors.retryNow(processor, tenant, partition),
                    RetryPartitionResponse.getDefaultInstance());
        });
    }

    @Override
    public void skipEvent(SkipEventRequest request, StreamObserver<SkipEventResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            TenantId tenant = ProcessorFields.tenant(request.getTenant(), tenants);
            PartitionId partition = partition(request.hasPartition(), request.getPartition());
            if (!request.hasPosition()) {
                throw new MalformedRequest("position", "expected the number of an event, found nothing");
            }
            SequenceNumber position = Fields.position(request.getPosition(), "position");
            Skip skip = new Skip(
                    Fields.remembered(request.getBy(), LONGEST_TEXT, "by"),
                    Fields.remembered(request.getReason(), LONGEST_TEXT, "reason"));
            return done(
                    processor,
                    processors.skip(processor, tenant, partition, position, skip),
                    SkipEventResponse.getDefaultInstance());
        });
    }

    @Override
    public void listSkippedEvents(ListSkippedEventsRequest request, StreamObserver<ListSkippedEventsResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            TenantId tenant = ProcessorFields.tenant(request.getTenant(), tenants);
            return processors.skipped(processor, tenant).thenApply(ProcessorWriter::write);
        });
    }

    @Override
    public void reprocess(ReprocessRequest request, StreamObserver<ReprocessResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            Optional<TenantId> tenant = tenantOrAll(request.getTenant());
            return done(processor, reprocess(processor, tenant, request), ReprocessResponse.getDefaultInstance());
        });
    }

    private CompletionStage<OperationResult> reprocess(
            ProcessorId processor, Optional<TenantId> tenant, ReprocessRequest request) {
        return switch (request.getFromCase()) {
            case POSITION -> reprocessing.from(processor, tenant, Fields.position(request.getPosition(), "position"));
            case OCCURRED ->
                reprocessing.from(processor, tenant, Fields.instant(true, request.getOccurred(), "occurred"));
            case FROM_NOT_SET -> throw new MalformedRequest("from", "expected position or occurred, found neither");
        };
    }

    private static <T> CompletionStage<T> done(
            ProcessorId processor, CompletionStage<OperationResult> result, T response) {
        return result.thenApply(each -> {
            ProcessorFields.requireDone(each, processor);
            return response;
        });
    }

    private Optional<TenantId> tenantOrAll(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(ProcessorFields.tenant(text, tenants));
    }

    private static PartitionId partition(boolean isSet, String text) {
        if (!isSet) {
            throw new MalformedRequest("partition", "expected the id of a partition, found nothing");
        }
        return new PartitionId(text);
    }
}
