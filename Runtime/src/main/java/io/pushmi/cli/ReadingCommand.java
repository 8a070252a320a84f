package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.doors.pushmi.ShownPage;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands that show events have in common. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything was shown, or nobody reads it any more, or following it was interrupted.",
            "1:The Runtime could not be reached, or did not give the events, and why is on standard error.",
            "2:The command line is wrong.",
            "3:There is no such event.",
        })
abstract class ReadingCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOT_FOUND = 3;

    @Mixin
    private final RemoteOptions remote = new RemoteOptions();

    @ArgGroup
    private @Nullable StreamOptions stream;

    @Mixin
    private final EventFormat format = new EventFormat();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Shows what is asked for, and returns when that is done or nobody reads it any more. */
    abstract void show(RemoteLog log, Output output);

    @Override
    public final Integer call() {
        try (RemoteLog log = remote.connect(stream)) {
            show(log, Output.standard());
            return 0;
        } catch (RemoteFailure failure) {
            spec.commandLine().getErr().println("pushmi: " + Text.shown(String.valueOf(failure.getMessage())));
            return failure.isNotFound() ? NOT_FOUND : FAILED;
        }
    }

    final EventFormat format() {
        return format;
    }

    final CommandSpec spec() {
        return spec;
    }

    /** Shows each page as it comes. False if nobody reads it any more. */
    final boolean showAll(Iterator<ShownPage> pages, Output output) {
        while (pages.hasNext()) {
            format.write(pages.next().events(), output);
            if (!output.flush()) {
                return false;
            }
        }
        return true;
    }
}
