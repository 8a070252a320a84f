package io.pushmi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi eventtypes}: the event types that clients have introduced. */
@Command(
        name = "eventtypes",
        description = "Shows the event types that clients of a Runtime have introduced.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = ListEventTypesCommand.class)
final class EventTypesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected list");
    }
}
