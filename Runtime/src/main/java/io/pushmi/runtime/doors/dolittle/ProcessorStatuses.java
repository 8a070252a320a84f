package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.Timestamp;
import io.pushmi.contracts.runtime.events.processing.management.FailingPartition;
import io.pushmi.contracts.runtime.events.processing.management.PartitionedTenantScopedStreamProcessorStatus;
import io.pushmi.contracts.runtime.events.processing.management.TenantScopedStreamProcessorStatus;
import io.pushmi.contracts.runtime.events.processing.management.UnpartitionedTenantScopedStreamProcessorStatus;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.ProcessorStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How processors stand, as the contract shows it: a partition that is only behind the others is no failure there. */
final class ProcessorStatuses {
    /** The last moment that the contract can name: clients expect one where nothing is tried again of itself. */
    static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private ProcessorStatuses() {}

    static List<TenantScopedStreamProcessorStatus> write(List<ProcessorStatus> statuses) {
        return statuses.stream().map(ProcessorStatuses::write).toList();
    }

    private static TenantScopedStreamProcessorStatus write(ProcessorStatus status) {
        TenantScopedStreamProcessorStatus.Builder written = TenantScopedStreamProcessorStatus.newBuilder()
                .setTenantId(Guids.write(status.tenant().value()))
                .setStreamPosition(status.streamPosition());
        if (status.lastHandled() != null) {
            written.setLastSuccessfullyProcessed(timestamp(status.lastHandled()));
        }
        List<PartitionStatus> failing = status.troubled().stream()
                .filter(partition -> partition.state() == PartitionStatus.State.FAILING)
                .toList();
        return status.partitioned()
                ? written.setPartitioned(partitioned(failing)).build()
                : written.setUnpartitioned(unpartitioned(failing)).build();
    }

    private static PartitionedTenantScopedStreamProcessorStatus partitioned(List<PartitionStatus> failing) {
        PartitionedTenantScopedStreamProcessorStatus.Builder written =
                PartitionedTenantScopedStreamProcessorStatus.newBuilder();
        for (PartitionStatus partition : failing) {
            FailingPartition.Builder one = FailingPartition.newBuilder()
                    .setPartitionId(partition.partition().value())
                    .setStreamPosition(partition.streamPosition())
                    .setFailureReason(partition.reason())
                    .setRetryCount(partition.attempts())
                    .setRetryTime(nextTry(partition.nextTry()));
            if (partition.lastFailed() != null) {
                one.setLastFailed(timestamp(partition.lastFailed()));
            }
            written.addFailingPartitions(one);
        }
        return written.build();
    }

    private static UnpartitionedTenantScopedStreamProcessorStatus unpartitioned(List<PartitionStatus> failing) {
        UnpartitionedTenantScopedStreamProcessorStatus.Builder written =
                UnpartitionedTenantScopedStreamProcessorStatus.newBuilder();
        for (PartitionStatus only : failing) {
            written.setIsFailing(true)
                    .setFailureReason(only.reason())
                    .setRetryCount(only.attempts())
                    .setRetryTime(nextTry(only.nextTry()));
        }
        return written.build();
    }

    private static Timestamp nextTry(@Nullable Instant instant) {
        return timestamp(instant == null || instant.isAfter(NEVER) ? NEVER : instant);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
