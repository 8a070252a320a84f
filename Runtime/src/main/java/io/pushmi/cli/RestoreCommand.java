package io.pushmi.cli;

import io.pushmi.runtime.server.OfflineStore;
import io.pushmi.runtime.server.StoreRefused;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi restore}: makes a data folder of a backup. */
@Command(
        name = "restore",
        description = {
            "Copies a backup to where a Runtime will have its data, and verifies the copy.",
            "Nothing is overwritten: the data folder must not exist, or be empty.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is restored, and nothing is wrong.",
            "1:It could not be restored, and said why.",
            "2:The command line is wrong.",
            "3:It is restored, but something in it is wrong.",
            "4:The backup could not be read, since this user may not.",
        })
final class RestoreCommand implements Callable<Integer> {
    private static final long FINDINGS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<backup>", description = "The folder of the backup.")
    @SuppressWarnings("NullAway.Init")
    private Path backup;

    @Parameters(index = "1", paramLabel = "<data folder>", description = "Where to put it.")
    @SuppressWarnings("NullAway.Init")
    private Path target;

    @Option(names = "--no-verify", description = "Do not verify it afterwards.")
    private boolean isUnverified;

    @Override
    public Integer call() {
        try {
            copy();
            spec.commandLine()
                    .getOut()
                    .println("restored " + Text.shown(backup.toString()) + " into " + Text.shown(target.toString()));
            return isUnverified ? 0 : Verifying.verify(target, FINDINGS, spec.commandLine());
        } catch (StoreRefused refused) {
            return Verifying.refused(refused, spec.commandLine());
        }
    }

    private void copy() {
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr(), "restoring", Amounts::bytes)) {
            OfflineStore.in(backup).copyTo(target, progress);
        }
    }
}
