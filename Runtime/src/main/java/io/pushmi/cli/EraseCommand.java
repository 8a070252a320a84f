package io.pushmi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi erase}: what erases content for good. */
@Command(
        name = "erase",
        description = "Erases personal data from a log of a running Runtime, for good.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {EraseSourceCommand.class, ErasePropertiesCommand.class})
final class EraseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected what to erase: source or properties");
    }
}
