package io.pushmi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi eventhandlers replay}: delivers events again. */
@Command(
        name = "replay",
        description = "Delivers events again to an event handler.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {ReplayAllCommand.class, ReplayFromCommand.class})
final class ReplayCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of all, from");
    }
}
