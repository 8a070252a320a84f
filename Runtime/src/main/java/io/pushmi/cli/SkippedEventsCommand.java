package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.processing.SkippedEvent;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pushmi partitions skipped}: which events were given up. */
@Command(name = "skipped", description = "Lists the events that were skipped, in the order of the log.")
final class SkippedEventsCommand extends PartitionCommand {
    private static final Columns<SkippedEvent> COLUMNS = new Columns<>(
            List.of("Position", "Partition", "Skipped", "By", "Reason"),
            event -> List.of(
                    event.position().toString(),
                    event.partition().value(),
                    Shown.instant(event.when()),
                    event.skip().by(),
                    event.skip().reason()));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            List<SkippedEvent> events = processors.skipped(knownProcessor(processors), tenant());
            format.write(events, COLUMNS, COLUMNS, SkippedEventsCommand::json, out);
        }
    }

    private static Map<String, Object> json(SkippedEvent event) {
        return object(
                "position", event.position().value(),
                "partition", event.partition().value(),
                "skipped", Shown.text(event.when()),
                "by", event.skip().by(),
                "reason", event.skip().reason());
    }
}
