package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.doors.pushmi.ShownProcessor.Standing;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pushmi eventhandlers get}: how one stands, tenant by tenant and partition by partition. */
@Command(
        name = "get",
        description =
                "Shows how an event handler stands for each tenant; with -w or as JSON, its failing partitions, too.")
final class GetHandlerCommand extends OperatingCommand {
    /**
     * One line about a handler.
     *
     * @param partition what is not where the rest is; null for the rest
     */
    private record Line(Standing standing, @Nullable PartitionStatus partition) {}

    private static final Columns<Line> NARROW = new Columns<>(
            List.of("Tenant", "Position", "Status", "Lag"),
            line -> List.of(
                    line.standing.tenant().toString(),
                    line.standing.position().toString(),
                    ListHandlersCommand.status(line.standing.failing()),
                    ListHandlersCommand.lag(line.standing.lag())));
    private static final Columns<Line> WIDE = new Columns<>(
            List.of(
                    "Tenant",
                    "Partition",
                    "Position",
                    "Status",
                    "FailureReason",
                    "RetryTime",
                    "ProcessingAttempts",
                    "LastSuccessfullyProcessed"),
            GetHandlerCommand::wide);

    @Mixin
    private final ListFormat format = new ListFormat();

    @Parameters(
            paramLabel = "<id or alias>[:scope]",
            converter = ProcessorName.Converter.class,
            description = "The event handler.")
    @SuppressWarnings("NullAway.Init")
    private ProcessorName handler;

    @Option(names = "--tenant", paramLabel = "<id>", description = "How it stands for this tenant. Default: for all")
    private @Nullable UUID tenant;

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            ShownProcessor found = handler.in(EventHandlersCommand.handlersAmong(
                    processors.list(Optional.ofNullable(tenant).map(TenantId::new))));
            List<Line> lines = new ArrayList<>();
            for (Standing standing : found.tenants()) {
                lines.add(new Line(standing, null));
                if (format.isWide() || format.isJson()) {
                    processors
                            .partitions(found.id(), standing.tenant())
                            .forEach(partition -> lines.add(new Line(standing, partition)));
                }
            }
            format.write(lines, NARROW, WIDE, GetHandlerCommand::json, out);
        }
    }

    private static List<String> wide(Line line) {
        PartitionStatus partition = line.partition;
        if (partition == null) {
            return List.of(
                    line.standing.tenant().toString(),
                    "",
                    line.standing.position().toString(),
                    ListHandlersCommand.status(line.standing.failing()),
                    "",
                    "",
                    "",
                    Shown.instant(line.standing.lastHandled()));
        }
        return List.of(
                line.standing.tenant().toString(),
                partition.partition().value(),
                partition.position().toString(),
                ListPartitionsCommand.state(partition),
                partition.reason(),
                ListPartitionsCommand.nextTry(partition),
                Integer.toString(partition.attempts()),
                "");
    }

    private static Map<String, Object> json(Line line) {
        if (line.partition != null) {
            Map<String, Object> partition =
                    object("tenant", line.standing.tenant().toString());
            partition.putAll(ListPartitionsCommand.json(line.partition));
            return partition;
        }
        return ListHandlersCommand.json(line.standing);
    }
}
