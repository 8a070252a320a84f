package io.pushmi.cli;

import io.pushmi.runtime.management.moving.Import;
import io.pushmi.runtime.management.moving.Moved;
import io.pushmi.runtime.storage.Progress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi import}: fills a store with what an export wrote. */
@Command(
        name = "import",
        description = {
            "Fills a store that no Runtime uses with what 'pushmi export' wrote, and reads it back from there.",
            "If it is interrupted, run it again, and it goes on. Nothing is overwritten: if the store has anything else, that"
                    + " is said before anything is written.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything is imported and durable, and the store gives it back.",
            "1:It could not be imported, and said why.",
            "2:The command line is wrong.",
            "3:The store does not give back what was put into it.",
            "4:It could not be imported, since this user may not use the store.",
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOptions options;

    @Parameters(paramLabel = "<folder>", description = "The folder of the export.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    public Integer call() {
        return Moving.move("importing", "imported", folder, this::fill, spec.commandLine());
    }

    private Moved fill(Progress progress) {
        Import.requireExport(folder);
        return options.store().fill(store -> new Import(store, folder).run(progress));
    }
}
