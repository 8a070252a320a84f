package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.storage.PartitionId;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pushmi partitions retry}: now instead of later. */
@Command(
        name = "retry",
        description = "Delivers the event that a failing partition is at now, instead of when it would be its time.")
final class RetryPartitionCommand extends PartitionCommand {
    @Parameters(index = "1", paramLabel = "<partition>", description = "Which one; \"\" where there are no partitions.")
    @SuppressWarnings("NullAway.Init")
    private String partition;

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            processors.retry(processorIn(processors), tenant(), new PartitionId(partition));
        }
    }
}
