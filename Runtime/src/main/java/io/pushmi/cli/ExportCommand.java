package io.pushmi.cli;

import io.pushmi.runtime.management.moving.Export;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi export}: writes a store into plain files, from which any store can be filled. */
@Command(
        name = "export",
        description = {
            "Writes everything of a store that no Runtime uses into a folder of compressed JSON lines, from which a store of"
                    + " any kind can be filled.",
            "If it is interrupted, run it again, and it goes on. Nothing in the store is changed.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything is exported and on disk.",
            "1:It could not be exported, and said why.",
            "2:The command line is wrong.",
            "3:It could not be exported, since something in the store is wrong.",
            "4:It could not be exported, since this user may not read the store.",
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOptions options;

    @Parameters(
            paramLabel = "<folder>",
            description = "Where to put it: does not exist, is empty, or has what an interrupted export left.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    public Integer call() {
        return Moving.move(
                "exporting",
                "exported into",
                folder.toString(),
                progress -> options.store().read(store -> new Export(store, folder).run(progress)),
                spec.commandLine());
    }
}
