package io.pushmi.cli;

import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.doors.dolittle.ShownAggregateRoot;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi aggregates}: the aggregates in the logs of a Runtime. */
@Command(
        name = "aggregates",
        description = "Shows the aggregates in the logs of a Runtime.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {ListAggregatesCommand.class, GetAggregateCommand.class, AggregateEventsCommand.class})
final class AggregatesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of list, get, events");
    }

    /** The aggregate root of that id, known or not, or of that alias. */
    static ShownAggregateRoot named(String name, RemoteManagement management, Optional<TenantId> tenant) {
        if (Ids.isId(name)) {
            return management.aggregateRoot(UUID.fromString(name), tenant);
        }
        List<ShownAggregateRoot> found = management.aggregateRoots(tenant).stream()
                .filter(root -> root.declared().alias().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new NoSuchName("no aggregate root is called '" + name + "'");
        }
        if (found.size() > 1) {
            throw new NoSuchName("'" + name + "' is the name of more than one: "
                    + found.stream().map(root -> root.declared().id()).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }
}
