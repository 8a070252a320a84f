package io.pushmi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi events}: what is in the event logs of a Runtime that runs. */
@Command(
        name = "events",
        description = "Shows the events in the logs of a Runtime that runs.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {TailCommand.class, ShowCommand.class, GetCommand.class})
final class EventsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of tail, show, get");
    }
}
