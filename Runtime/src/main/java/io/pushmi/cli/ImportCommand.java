package io.pushmi.cli;

import io.pushmi.runtime.management.moving.ForeignMoved;
import io.pushmi.runtime.management.moving.Import;
import io.pushmi.runtime.management.moving.Moved;
import io.pushmi.runtime.storage.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi import}: fills a store with what an export wrote. */
@Command(
        name = "import",
        description = {
            "Fills a store that no Runtime uses with what 'pushmi export' wrote, or with what a Dolittle Runtime has in its"
                    + " MongoDB, and reads it back from there.",
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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private DolittleOptions dolittle;

    @Parameters(paramLabel = "<folder>", arity = "0..1", description = "The folder of the export.")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        Path export = folder;
        if (dolittle.areGiven() == (export != null)) {
            throw new ParameterException(spec.commandLine(), "expected either the folder of an export or --dolittle");
        }
        return export == null
                ? fromDolittle()
                : Moving.move(
                        "importing",
                        "imported",
                        export.toString(),
                        progress -> fill(export, progress),
                        spec.commandLine());
    }

    private Moved fill(Path export, Progress progress) {
        Import.requireExport(export);
        return options.store().fill(store -> new Import(store, export).run(progress));
    }

    private int fromDolittle() {
        List<String> notes = new ArrayList<>();
        int code = Moving.move(
                "importing",
                "imported",
                dolittle.name(),
                progress -> {
                    ForeignMoved foreign = dolittle.fill(options.store(), progress);
                    notes.addAll(foreign.notes());
                    return foreign.moved();
                },
                spec.commandLine());
        notes.forEach(note -> spec.commandLine().getOut().println("note: " + Text.shown(note)));
        return code;
    }
}
