package io.pushmi.benchmarks;

import java.nio.file.Path;

/** Records a process while something is measured, if that is wanted, and says where and how to read it. */
final class Profiling {
    private static final String NAME = "benchmark";

    private Profiling() {}

    /** What is measured. */
    interface Measured {
        void run() throws Exception;
    }

    /** @param title is in the name of the file */
    static void around(JavaProcess process, RunSettings settings, String title, Report report, Measured measured)
            throws Exception {
        if (!settings.profile()) {
            measured.run();
            return;
        }
        Path file = Path.of("pushmi-" + title + ".jfr").toAbsolutePath();
        Diagnostics.ask(process, "JFR.start", "name=" + NAME, "settings=profile");
        measured.run();
        Diagnostics.ask(process, "JFR.stop", "name=" + NAME, "filename=" + file);
        report.line("recorded in " + file + "; read it with");
        report.line("  jfr summary " + file);
        report.line("  jfr print --events jdk.ExecutionSample --stack-depth 20 " + file);
        report.line("  jfr view hot-methods " + file + " (Java 21 and newer)");
        report.line("or in JDK Mission Control");
    }
}
