package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code pushmi partitions skip}: gives up an event. */
@Command(
        name = "skip",
        description = {
            "Gives up the event that a failing partition is at. The partition goes on behind it.",
            "Who did that and why is kept; see skipped.",
        })
final class SkipEventCommand extends PartitionCommand {
    @Parameters(index = "1", paramLabel = "<partition>", description = "Which one; \"\" where there are no partitions.")
    @SuppressWarnings("NullAway.Init")
    private String partition;

    @Option(
            names = "--position",
            required = true,
            paramLabel = "<number>",
            description = "The number of the event in the log, as list shows it, so that no other one is skipped.")
    private long position;

    @Option(names = "--by", required = true, paramLabel = "<who>", description = "Who wants it, for the record.")
    @SuppressWarnings("NullAway.Init")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "<why>", description = "Why, for the record.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Override
    void operate(PrintWriter out) {
        SequenceNumber at = Numbers.position(position, "--position", spec());
        Skip skip = new Skip(requireText(by, "--by"), requireText(reason, "--reason"));
        try (RemoteProcessors processors = processors()) {
            processors.skip(processorIn(processors), tenant(), new PartitionId(partition), at, skip);
        }
    }

    private String requireText(String text, String option) {
        if (text.isBlank()) {
            throw new ParameterException(spec().commandLine(), option + ": expected some text, found none");
        }
        return text;
    }
}
