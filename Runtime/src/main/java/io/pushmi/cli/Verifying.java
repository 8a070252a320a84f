package io.pushmi.cli;

import io.pushmi.runtime.server.OfflineStore;
import io.pushmi.runtime.server.StoreRefused;
import io.pushmi.runtime.storage.Verification;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;

/** Verifies a store for a command, which ends with the exit code. */
final class Verifying {
    /** The exit code of a command that found damage. */
    static final int DAMAGED = 3;

    /** The exit code of a command that cannot tell, since this user may not read what it would have to. */
    static final int FORBIDDEN = 4;

    private static final int REFUSED = 1;

    private Verifying() {}

    static int verify(Path folder, long limit, CommandLine command) {
        return verify(OfflineStore.in(folder)::verify, limit, command);
    }

    static int verify(Function<Verification.Listener, Verification> check, long limit, CommandLine command) {
        try (ProgressLine progress =
                ProgressLine.on(command.getErr(), "verifying", entries -> Amounts.count(entries) + " entries")) {
            FindingLines lines = new FindingLines(command.getOut(), progress, limit);
            Verification verification = check.apply(lines);
            progress.makeRoom();
            command.getOut().println(lines.summary(verification));
            return verification.isClean() ? 0 : DAMAGED;
        }
    }

    /** Says why a store that no Runtime has open cannot be worked with. The exit code that stands for it. */
    static int refused(StoreRefused refused, CommandLine command) {
        Complaint.print(refused, command);
        return refused.isForbidden() ? FORBIDDEN : REFUSED;
    }
}
