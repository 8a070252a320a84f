package io.pushmi.cli;

import io.pushmi.runtime.server.BuildVersion;
import java.util.UUID;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: {@code pushmi <command>}. */
@Command(
        name = "pushmi",
        description = "An event runtime for microservices.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        subcommands = {
            RunCommand.class,
            EventsCommand.class,
            EraseCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            StatsCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            EventHandlersCommand.class,
            PartitionsCommand.class,
            AggregatesCommand.class,
            EventTypesCommand.class,
            ConfigCommand.class,
        })
public final class Pushmi implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Pushmi())
                .registerConverter(HostAndPort.class, new HostAndPort.Converter())
                .registerConverter(UUID.class, Pushmi::uuid)
                .registerConverter(Long.class, Numbers::whole)
                .registerConverter(long.class, Numbers::whole)
                .setParameterExceptionHandler(Pushmi::explain);
    }

    private static UUID uuid(String text) {
        if (!Ids.isId(text)) {
            throw new TypeConversionException("expected a UUID, found '" + text + "'");
        }
        return UUID.fromString(text);
    }

    /** In one line, where the whole help would hide what is wrong. */
    private static int explain(ParameterException wrong, String[] arguments) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        wrong.getCommandLine()
                .getErr()
                .println("pushmi: " + wrong.getMessage() + "; see " + command.qualifiedName() + " --help");
        return command.exitCodeOnInvalidInput();
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
