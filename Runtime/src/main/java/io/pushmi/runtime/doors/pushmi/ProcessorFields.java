package io.pushmi.runtime.doors.pushmi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.processing.v1.PartitionState;
import io.pushmi.contracts.processing.v1.ProcessorReference;
import io.pushmi.contracts.processing.v1.TroubledPartition;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;

/** Processors and their partitions, in and out. */
final class ProcessorFields {
    private static final int LONGEST_REASON = 1_000;

    private ProcessorFields() {}

    static ProcessorId processor(boolean isSet, ProcessorReference reference) {
        if (!isSet) {
            throw new MalformedRequest("processor", "expected a ProcessorReference, found nothing");
        }
        return new ProcessorId(
                kind(reference),
                reference.getScope().isEmpty()
                        ? ScopeId.DEFAULT
                        : new ScopeId(Fields.uuid(reference.getScope(), "processor.scope")),
                Fields.uuid(reference.getId(), "processor.id"));
    }

    static ProcessorReference reference(ProcessorId processor) {
        return ProcessorReference.newBuilder()
                .setKind(
                        switch (processor.kind()) {
                            case EVENT_HANDLER ->
                                io.pushmi.contracts.processing.v1.ProcessorKind.PROCESSOR_KIND_EVENT_HANDLER;
                            case FILTER -> io.pushmi.contracts.processing.v1.ProcessorKind.PROCESSOR_KIND_FILTER;
                            case PUBLIC_FILTER ->
                                io.pushmi.contracts.processing.v1.ProcessorKind.PROCESSOR_KIND_PUBLIC_FILTER;
                            case PROJECTION ->
                                io.pushmi.contracts.processing.v1.ProcessorKind.PROCESSOR_KIND_PROJECTION;
                        })
                .setScope(processor.scope().toString())
                .setId(processor.value().toString())
                .build();
    }

    private static ProcessorKind kind(ProcessorReference reference) {
        return switch (reference.getKind()) {
            case PROCESSOR_KIND_EVENT_HANDLER -> ProcessorKind.EVENT_HANDLER;
            case PROCESSOR_KIND_FILTER -> ProcessorKind.FILTER;
            case PROCESSOR_KIND_PUBLIC_FILTER -> ProcessorKind.PUBLIC_FILTER;
            case PROCESSOR_KIND_PROJECTION -> ProcessorKind.PROJECTION;
            case PROCESSOR_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedRequest(
                        "processor.kind", "expected one that the contract names, found " + reference.getKindValue());
        };
    }

    static TenantId tenant(String text, Tenants tenants) {
        TenantId tenant = new TenantId(Fields.uuid(text, "tenant"));
        if (!tenants.contains(tenant)) {
            throw Requests.notConfigured(tenant, tenants);
        }
        return tenant;
    }

    static TroubledPartition write(PartitionStatus partition) {
        TroubledPartition.Builder written = TroubledPartition.newBuilder()
                .setPartition(partition.partition().value())
                .setPosition(partition.position().value())
                .setStreamPosition(partition.streamPosition())
                .setState(
                        partition.state() == PartitionStatus.State.FAILING
                                ? PartitionState.PARTITION_STATE_FAILING
                                : PartitionState.PARTITION_STATE_PARKED)
                .setReason(cut(partition.reason()))
                .setAttempts(partition.attempts());
        if (partition.lastFailed() != null) {
            written.setLastFailed(CommitWriter.timestamp(partition.lastFailed()));
        }
        if (partition.nextTry() != null) {
            written.setNextTry(CommitWriter.timestamp(partition.nextTry()));
        }
        return written.build();
    }

    /** What a server that is a Runtime has written. */
    static PartitionStatus read(TroubledPartition partition) {
        return new PartitionStatus(
                new PartitionId(partition.getPartition()),
                new SequenceNumber(partition.getPosition()),
                partition.getStreamPosition(),
                partition.getState() == PartitionState.PARTITION_STATE_PARKED
                        ? PartitionStatus.State.PARKED
                        : PartitionStatus.State.FAILING,
                partition.getReason(),
                partition.getAttempts(),
                partition.hasLastFailed() ? Fields.instant(true, partition.getLastFailed(), "last_failed") : null,
                partition.hasNextTry() ? Fields.instant(true, partition.getNextTry(), "next_try") : null);
    }

    static ProcessorId read(ProcessorReference reference) {
        return processor(true, reference);
    }

    /** @throws StatusRuntimeException unless it is done */
    static void requireDone(OperationResult result, ProcessorId processor) {
        if (result instanceof OperationResult.Refused refused) {
            throw Status.FAILED_PRECONDITION.withDescription(refused.reason()).asRuntimeException();
        }
        if (result instanceof OperationResult.NotForTenant) {
            throw Status.NOT_FOUND
                    .withDescription(describe(processor) + " is connected, but does not run for this tenant")
                    .asRuntimeException();
        }
        if (result instanceof OperationResult.NotConnected) {
            throw notConnected(processor);
        }
    }

    static StatusRuntimeException notConnected(ProcessorId processor) {
        return Status.NOT_FOUND
                .withDescription("no client is connected for " + describe(processor))
                .asRuntimeException();
    }

    private static String describe(ProcessorId processor) {
        return processor.kind().toString().replace('-', ' ') + " " + processor.value() + " in scope "
                + processor.scope();
    }

    private static String cut(String reason) {
        if (reason.length() <= LONGEST_REASON) {
            return reason;
        }
        boolean isWithinCharacter = Character.isHighSurrogate(reason.charAt(LONGEST_REASON - 1));
        return reason.substring(0, isWithinCharacter ? LONGEST_REASON - 1 : LONGEST_REASON);
    }
}
