package io.pushmi.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Records what a server does until this is finished, if that is wanted, and says where and how to read it. */
final class Recording {
    private static final String NAME = "benchmark";

    private final @Nullable JavaProcess recorded;
    private final Path file;
    private final Report report;

    private Recording(@Nullable JavaProcess recorded, Path file, Report report) {
        this.recorded = recorded;
        this.file = file;
        this.report = report;
    }

    static Recording start(Contender contender, String name, RunSettings settings, Report report)
            throws IOException, InterruptedException {
        JavaProcess recorded = settings.profile() ? contender.server() : null;
        if (recorded != null) {
            Diagnostics.ask(recorded, "JFR.start", "name=" + NAME, "settings=profile");
        }
        return new Recording(recorded, Path.of("pushmi-" + name + ".jfr").toAbsolutePath(), report);
    }

    void finish() throws IOException, InterruptedException {
        if (recorded == null) {
            return;
        }
        Diagnostics.ask(recorded, "JFR.stop", "name=" + NAME, "filename=" + file);
        report.line("recorded in " + file + "; read it with");
        report.line("  jfr view hot-methods " + file + " (Java 21 and newer)");
        report.line("  jfr print --events jdk.ExecutionSample --stack-depth 20 " + file);
        report.line("or in JDK Mission Control");
    }
}
