package io.pushmi.cli;

import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteErasure;
import io.pushmi.runtime.events.erasing.Erased;
import io.pushmi.runtime.events.erasing.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands that erase have in common. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is erased, and nothing of it is left in the store's files.",
            "1:It could not be erased, and said why.",
            "2:The command line is wrong.",
            "4:It was not confirmed, and nothing was asked of the Runtime.",
        })
abstract class ErasingCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOT_CONFIRMED = 4;

    @Mixin
    private final RemoteOptions remote = new RemoteOptions();

    @Option(names = "--by", required = true, paramLabel = "<who>", description = "Who wants it, for the record.")
    @SuppressWarnings("NullAway.Init")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "<why>", description = "Why, for the record.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Option(names = "--yes", description = "Do not ask whether to go on. Needed where there is nobody to ask.")
    private boolean isConfirmed;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What is to be erased. */
    abstract Target target();

    /** The same in words, after "erase". */
    abstract String description();

    @Override
    public final Integer call() {
        requireText(by, "--by");
        requireText(reason, "--reason");
        Target target = target();
        if (!isConfirmed && !isConfirmedNow()) {
            spec.commandLine().getErr().println("pushmi: nothing was erased");
            return NOT_CONFIRMED;
        }
        try (RemoteErasure erasure = remote.connectToErase()) {
            Erased erased = erasure.erase(target, by, reason);
            spec.commandLine()
                    .getOut()
                    .println("erased content of " + Amounts.count(erased.events(), "event") + " in "
                            + Amounts.count(erased.commits(), "commit") + ", as erasure " + erased.id());
            return 0;
        } catch (RemoteFailure failed) {
            spec.commandLine().getErr().println("pushmi: " + Text.shown(String.valueOf(failed.getMessage())));
            return FAILED;
        }
    }

    final CommandSpec spec() {
        return spec;
    }

    private boolean isConfirmedNow() {
        if (!Confirmation.isPossible()) {
            throw new ParameterException(
                    spec.commandLine(), "expected --yes, since there is no terminal to ask whether to go on");
        }
        return Confirmation.given(
                "This will erase " + Text.shown(description()) + ". It cannot be undone. Go on? [y/N] ",
                spec.commandLine().getErr());
    }

    private void requireText(String text, String option) {
        if (text.isBlank()) {
            throw new ParameterException(spec.commandLine(), option + ": expected some text, found none");
        }
    }
}
