package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.doors.pushmi.ShownProcessor.Standing;
import io.pushmi.runtime.processing.ProcessorStatus.Lag;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushmi eventhandlers list}: all of them. */
@Command(name = "list", aliases = "ls", description = "Lists the event handlers that are connected.")
final class ListHandlersCommand extends OperatingCommand {
    private static final Columns<ShownProcessor> NARROW = new Columns<>(
            List.of("EventHandler", "Scope", "Partitioned", "Status", "Lag"),
            handler -> List.of(
                    Shown.name(handler.alias(), handler.id().value().toString()),
                    ProcessorName.shown(handler.id().scope()),
                    Shown.yesOrNo(handler.partitioned()),
                    status(handler),
                    lag(handler)));
    private static final Columns<ShownProcessor> WIDE = new Columns<>(
            List.of("Alias", "EventHandler", "Scope", "Partitioned", "Status", "Lag", "LastSuccessfullyProcessed"),
            handler -> List.of(
                    handler.alias(),
                    handler.id().value().toString(),
                    ProcessorName.shown(handler.id().scope()),
                    Shown.yesOrNo(handler.partitioned()),
                    status(handler),
                    lag(handler),
                    Shown.instant(lastHandled(handler))));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Option(names = "--tenant", paramLabel = "<id>", description = "How they stand for this tenant. Default: for all")
    private @Nullable UUID tenant;

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            List<ShownProcessor> handlers = EventHandlersCommand.handlersAmong(
                    processors.list(Optional.ofNullable(tenant).map(TenantId::new)));
            format.write(handlers, NARROW, WIDE, ListHandlersCommand::json, out);
        }
    }

    static Map<String, Object> json(ShownProcessor processor) {
        return object(
                "id", processor.id().value().toString(),
                "kind", processor.id().kind().toString(),
                "scope", processor.id().scope().toString(),
                "alias", processor.alias().isEmpty() ? null : processor.alias(),
                "partitioned", processor.partitioned(),
                "eventTypes", processor.eventTypes(),
                "tenants",
                        processor.tenants().stream()
                                .map(ListHandlersCommand::json)
                                .toList());
    }

    static Map<String, Object> json(Standing standing) {
        return object(
                "tenant", standing.tenant().toString(),
                "position", standing.position().value(),
                "streamPosition", standing.streamPosition(),
                "lastSuccessfullyProcessed", Shown.text(standing.lastHandled()),
                "failing", standing.failing(),
                "parked", standing.parked(),
                "lag", standing.lag().events(),
                "lagSeconds", standing.lag().age().toSeconds());
    }

    static String status(int failing) {
        return failing == 0 ? "ok" : Amounts.count(failing) + " failing";
    }

    static String lag(Lag lag) {
        return lag.events() == 0 ? "0" : Amounts.count(lag.events()) + " (" + Amounts.time(lag.age()) + ")";
    }

    private static String status(ShownProcessor handler) {
        return status(handler.tenants().stream().mapToInt(Standing::failing).sum());
    }

    /** That of the tenant for which it is the furthest behind. */
    private static String lag(ShownProcessor handler) {
        return lag(handler.tenants().stream()
                .map(Standing::lag)
                .max(Comparator.comparingLong(Lag::events))
                .orElse(Lag.NONE));
    }

    private static @Nullable Instant lastHandled(ShownProcessor handler) {
        return handler.tenants().stream()
                .map(Standing::lastHandled)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
