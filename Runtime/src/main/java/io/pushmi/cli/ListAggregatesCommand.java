package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.doors.dolittle.ShownAggregateRoot;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushmi aggregates list}: all aggregate roots. */
@Command(name = "list", aliases = "ls", description = "Lists the aggregate roots, with how many aggregates each has.")
final class ListAggregatesCommand extends OperatingCommand {
    private static final Columns<ShownAggregateRoot> NARROW = new Columns<>(
            List.of("AggregateRoot", "Instances"),
            root -> List.of(
                    Shown.name(root.declared().alias(), root.declared().id()),
                    Integer.toString(root.instances().size())));
    private static final Columns<ShownAggregateRoot> WIDE = new Columns<>(
            List.of("AggregateRootAlias", "AggregateRootId", "Instances"),
            root -> List.of(
                    root.declared().alias(),
                    root.declared().id(),
                    Integer.toString(root.instances().size())));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Option(names = "--tenant", paramLabel = "<id>", description = "Only aggregates of this tenant. Default: of all")
    private @Nullable UUID tenant;

    @Override
    void operate(PrintWriter out) {
        try (RemoteManagement management = management()) {
            List<ShownAggregateRoot> roots =
                    management.aggregateRoots(Optional.ofNullable(tenant).map(TenantId::new));
            format.write(roots, NARROW, WIDE, ListAggregatesCommand::json, out);
        }
    }

    private static Map<String, Object> json(ShownAggregateRoot root) {
        return object(
                "id", root.declared().id(),
                "alias",
                        root.declared().alias().isEmpty()
                                ? null
                                : root.declared().alias(),
                "instances", root.instances().size());
    }
}
