package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.doors.dolittle.ShownAggregateRoot;
import io.pushmi.runtime.doors.dolittle.ShownAggregateRoot.Instance;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pushmi aggregates get}: the aggregates of one root. */
@Command(name = "get", description = "Lists the aggregates of an aggregate root.")
final class GetAggregateCommand extends OperatingCommand {
    private static final Columns<Instance> NARROW = new Columns<>(
            List.of("EventSource"), instance -> List.of(instance.source().value()));
    private static final Columns<Instance> WIDE = new Columns<>(
            List.of("Tenant", "EventSource", "AggregateRootVersion"),
            instance -> List.of(
                    instance.tenant().toString(), instance.source().value(), Long.toString(instance.version())));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Parameters(paramLabel = "<id or alias>", description = "The aggregate root.")
    @SuppressWarnings("NullAway.Init")
    private String root;

    @Option(names = "--tenant", paramLabel = "<id>", description = "Only aggregates of this tenant. Default: of all")
    private @Nullable UUID tenant;

    @Override
    void operate(PrintWriter out) {
        try (RemoteManagement management = management()) {
            ShownAggregateRoot found = AggregatesCommand.named(
                    root, management, Optional.ofNullable(tenant).map(TenantId::new));
            format.write(
                    found.instances(),
                    NARROW,
                    WIDE,
                    instance -> object(
                            "tenant", instance.tenant().toString(),
                            "eventSource", instance.source().value(),
                            "aggregateRootVersion", instance.version()),
                    out);
        }
    }
}
