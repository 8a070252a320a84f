package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.processing.ProcessorKind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi eventhandlers}: the event handlers that are connected to a Runtime. */
@Command(
        name = "eventhandlers",
        description = "Shows the event handlers that are connected to a Runtime, and delivers events to them again.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {ListHandlersCommand.class, GetHandlerCommand.class, ReplayCommand.class})
final class EventHandlersCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of list, get, replay");
    }

    static List<ShownProcessor> handlersAmong(List<ShownProcessor> processors) {
        return processors.stream()
                .filter(processor -> processor.id().kind() == ProcessorKind.EVENT_HANDLER)
                .toList();
    }
}
