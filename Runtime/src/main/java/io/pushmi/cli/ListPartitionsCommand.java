package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.processing.PartitionStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pushmi partitions list}: those that are failing, and those that are behind. */
@Command(
        name = "list",
        aliases = "ls",
        description = "Lists the partitions that fail or are behind, in the order of the events that they are at.")
final class ListPartitionsCommand extends PartitionCommand {
    private static final Columns<PartitionStatus> NARROW = new Columns<>(
            List.of("Partition", "Status", "Position", "ProcessingAttempts", "RetryTime", "FailureReason"),
            partition -> List.of(
                    partition.partition().value(),
                    state(partition),
                    partition.position().toString(),
                    Integer.toString(partition.attempts()),
                    nextTry(partition),
                    Shown.reason(partition.reason())));
    private static final Columns<PartitionStatus> WIDE = new Columns<>(
            List.of(
                    "Partition",
                    "Status",
                    "Position",
                    "StreamPosition",
                    "ProcessingAttempts",
                    "LastFailed",
                    "RetryTime",
                    "FailureReason"),
            partition -> List.of(
                    partition.partition().value(),
                    state(partition),
                    partition.position().toString(),
                    Long.toString(partition.streamPosition()),
                    Integer.toString(partition.attempts()),
                    Shown.instant(partition.lastFailed()),
                    nextTry(partition),
                    partition.reason()));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            List<PartitionStatus> partitions = processors.partitions(processorIn(processors), tenant());
            format.write(partitions, NARROW, WIDE, ListPartitionsCommand::json, out);
        }
    }

    static String state(PartitionStatus partition) {
        return partition.state() == PartitionStatus.State.FAILING ? "failing" : "behind";
    }

    static String nextTry(PartitionStatus partition) {
        if (partition.state() == PartitionStatus.State.PARKED) {
            return "";
        }
        return partition.nextTry() == null ? "when asked" : Shown.instant(partition.nextTry());
    }

    static Map<String, Object> json(PartitionStatus partition) {
        return object(
                "partition", partition.partition().value(),
                "status", state(partition),
                "position", partition.position().value(),
                "streamPosition", partition.streamPosition(),
                "processingAttempts", partition.attempts(),
                "lastFailed", Shown.text(partition.lastFailed()),
                "retryTime", Shown.text(partition.nextTry()),
                "failureReason", partition.reason());
    }
}
