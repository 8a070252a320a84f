package io.pushmi.cli;

import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteStore;
import io.pushmi.runtime.storage.Backup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi backup}: has a Runtime copy its store while it runs. */
@Command(
        name = "backup",
        description = {
            "Has a running Runtime copy its store into a folder of its own machine, while commits go on.",
            "The copy has everything that was acknowledged before. Nothing is overwritten, and if it is broken off,"
                    + " nothing stays behind.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The backup is made and on disk.",
            "1:It could not be made, and said why.",
            "2:The command line is wrong.",
        })
final class BackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "<folder>",
            description = "Where to put it: an absolute path on the Runtime's machine, which does not exist or is an"
                    + " empty folder.")
    @SuppressWarnings("NullAway.Init")
    private String folder;

    @Option(
            names = "--runtime",
            paramLabel = "<host:port>",
            defaultValue = "localhost:51052",
            description = "Where the Runtime serves operators. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private HostAndPort runtime;

    @Override
    public Integer call() {
        try (RemoteStore store = RemoteStore.at(runtime.host(), runtime.port())) {
            Backup backup = store.backup(folder);
            spec.commandLine()
                    .getOut()
                    .println("backed up " + Amounts.count(backup.events(), "event") + " of "
                            + Amounts.count(backup.logs(), "log") + " into "
                            + Text.shown(backup.folder().toString())
                            + ", "
                            + Amounts.bytes(backup.bytes()));
            return 0;
        } catch (RemoteFailure failed) {
            Complaint.print(failed, spec.commandLine());
            return 1;
        }
    }
}
