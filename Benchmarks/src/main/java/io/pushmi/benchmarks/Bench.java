package io.pushmi.benchmarks;

import io.pushmi.runtime.server.BuildVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code pushmi bench <command>}. */
@Command(
        name = "pushmi bench",
        description = {
            "Loads a Runtime that it starts for the purpose, and prints how that did beside baselines.",
            "docs/benchmarks.md says what is measured, and how.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class,
        subcommands = {
            CommitCommand.class,
            FetchCommand.class,
            ReadCommand.class,
            StartCommand.class,
            HandlersCommand.class,
            MongoCommand.class
        })
public final class Bench implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs a command and ends the process with its exit code: 0 if everything was measured. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"pushmi " + BuildVersion.CURRENT};
        }
    }
}
