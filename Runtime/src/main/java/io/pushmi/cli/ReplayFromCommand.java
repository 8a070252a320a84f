package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.storage.SequenceNumber;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pushmi eventhandlers replay from}: events from one on, for one tenant. */
@Command(
        name = "from",
        description = "Delivers an event and all that follow again, for one tenant. Begins when the command has ended.")
final class ReplayFromCommand extends OperatingCommand {
    @Mixin
    private final TenantOption tenant = new TenantOption();

    @Parameters(
            index = "0",
            paramLabel = "<id or alias>[:scope]",
            converter = ProcessorName.Converter.class,
            description = "The event handler.")
    @SuppressWarnings("NullAway.Init")
    private ProcessorName handler;

    @Parameters(index = "1", paramLabel = "<position>", description = "The number of the first event in the log.")
    private long position;

    @Override
    void operate(PrintWriter out) {
        SequenceNumber from = Numbers.position(position, "<position>", spec());
        try (RemoteProcessors processors = processors()) {
            ShownProcessor found =
                    handler.in(EventHandlersCommand.handlersAmong(processors.list(Optional.of(tenant.id()))));
            processors.reprocess(found.id(), Optional.of(tenant.id()), from);
        }
    }
}
