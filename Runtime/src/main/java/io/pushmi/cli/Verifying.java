package io.pushmi.cli;

import io.pushmi.runtime.server.OfflineStore;
import io.pushmi.runtime.storage.Verification;
import java.nio.file.Path;
import picocli.CommandLine;

/** Verifies a store for a command, which ends with the exit code. */
final class Verifying {
    /** The exit code of a command that found damage. */
    static final int DAMAGED = 3;

    private Verifying() {}

    static int verify(Path folder, long limit, CommandLine command) {
        try (ProgressLine progress =
                ProgressLine.on(command.getErr(), "verifying", entries -> Amounts.count(entries) + " entries")) {
            FindingLines lines = new FindingLines(command.getOut(), progress, limit);
            Verification verification = OfflineStore.in(folder).verify(lines);
            progress.makeRoom();
            command.getOut().println(lines.summary(verification));
            return verification.isClean() ? 0 : DAMAGED;
        }
    }
}
