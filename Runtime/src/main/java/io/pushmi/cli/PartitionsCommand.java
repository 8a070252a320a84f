package io.pushmi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushmi partitions}: the parts of event handlers, filters and projections that are not where the rest is. */
@Command(
        name = "partitions",
        description = "Shows the failing partitions of an event handler, filter or projection, and lets them go on.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {
            ListPartitionsCommand.class,
            RetryPartitionCommand.class,
            SkipEventCommand.class,
            SkippedEventsCommand.class
        })
final class PartitionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of list, retry, skip, skipped");
    }
}
