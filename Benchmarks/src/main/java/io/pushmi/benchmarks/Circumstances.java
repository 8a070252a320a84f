package io.pushmi.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Under what everything is measured. */
final class Circumstances {
    private Circumstances() {}

    static void say(String program, RunSettings settings, Workplace workplace, Report report) throws IOException {
        report.circumstance("program", program);
        report.circumstance("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.circumstance(
                "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        report.circumstance("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        report.circumstance("disk", workplace.describe());
        report.circumstance(
                "runs", settings.runs() + " of " + settings.limit().time().toMillis() + " ms");
    }
}
