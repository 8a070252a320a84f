package io.pushmi.cli;

import static io.pushmi.cli.ListFormat.object;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.events.RegisteredArtifact;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pushmi eventtypes list}: all of them. */
@Command(name = "list", aliases = "ls", description = "Lists the event types that clients have introduced.")
final class ListEventTypesCommand extends OperatingCommand {
    private static final Columns<RegisteredArtifact> NARROW =
            new Columns<>(List.of("EventType"), type -> List.of(Shown.name(type.alias(), type.id())));
    private static final Columns<RegisteredArtifact> WIDE =
            new Columns<>(List.of("EventTypeAlias", "EventTypeId"), type -> List.of(type.alias(), type.id()));

    @Mixin
    private final ListFormat format = new ListFormat();

    @Override
    void operate(PrintWriter out) {
        try (RemoteManagement management = management()) {
            format.write(
                    management.eventTypes(),
                    NARROW,
                    WIDE,
                    type -> object(
                            "id", type.id(),
                            "generation", type.generation(),
                            "alias", type.alias().isEmpty() ? null : type.alias()),
                    out);
        }
    }
}
