package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.storage.SequenceNumber;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pushmi eventhandlers replay all}: every event, for every tenant. */
@Command(
        name = "all",
        description =
                "Delivers all events again, for every tenant. Begins when the command has ended, and says nothing.")
final class ReplayAllCommand extends OperatingCommand {
    @Parameters(
            paramLabel = "<id or alias>[:scope]",
            converter = ProcessorName.Converter.class,
            description = "The event handler.")
    @SuppressWarnings("NullAway.Init")
    private ProcessorName handler;

    @Override
    void operate(PrintWriter out) {
        try (RemoteProcessors processors = processors()) {
            ShownProcessor found = handler.in(EventHandlersCommand.handlersAmong(processors.list(Optional.empty())));
            processors.reprocess(found.id(), Optional.empty(), SequenceNumber.FIRST);
        }
    }
}
