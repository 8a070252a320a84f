package io.pushmi.cli;

import io.pushmi.runtime.configuration.InvalidConfiguration;
import io.pushmi.runtime.server.StoreRefused;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi verify}: checks a data folder or a backup. */
@Command(
        name = "verify",
        description = {
            "Checks a data folder, or a backup, that no Runtime has open, or the store that is configured: every commit of"
                    + " every log, and that aggregates, index and heads say the same as the commits.",
            "Changes nothing but that the folder may get a lock file. Prints a line for each thing that is wrong.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything was checked and nothing is wrong.",
            "1:It could not be checked: a Runtime has it open, it is no store, or one of another version.",
            "2:The command line is wrong.",
            "3:Something is wrong.",
            "4:It could not be checked, since this user may not read it.",
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "<folder>",
            description = "The data folder or backup. Default: the store that the configuration names")
    private @Nullable Path folder;

    @Option(
            names = "--config",
            paramLabel = "<folder>",
            description = "Where runtime.yml is, if anywhere. Default: .dolittle")
    private @Nullable Path configuration;

    @Option(
            names = "--findings",
            paramLabel = "<count>",
            defaultValue = "100",
            description = "How many findings to print; all are counted. Default: ${DEFAULT-VALUE}")
    private long limit;

    @Override
    public Integer call() {
        Numbers.requireNotNegative(limit, "--findings", spec);
        if (folder != null && configuration != null) {
            throw new ParameterException(spec.commandLine(), "expected a folder or --config, not both");
        }
        try {
            return folder == null
                    ? Verifying.verify(
                            StoreOptions.configured(configuration, spec.commandLine())::verify,
                            limit,
                            spec.commandLine())
                    : Verifying.verify(folder, limit, spec.commandLine());
        } catch (InvalidConfiguration wrong) {
            return Moving.refused(wrong, spec.commandLine());
        } catch (StorageUnavailable unavailable) {
            Complaint.print(unavailable, spec.commandLine());
            return 1;
        } catch (StoreRefused refused) {
            return Verifying.refused(refused, spec.commandLine());
        }
    }
}
