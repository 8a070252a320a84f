package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts Runtimes on a store that has events in it already: one that was closed in good order, and one whose Runtime was
 * killed while it was busy, so that there is as much to recover as there can be.
 */
final class StartBench {
    private static final int FILLERS = 16;
    private static final Limit BUSY = Limit.of(Duration.ofSeconds(1));
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);
    private static final Commits.Shape SHAPE = new Commits.Shape(100, 250);

    private final RunSettings settings;
    private final Report report;
    private final Servers servers;
    private final Path data;
    private final Commits commits = new Commits(SHAPE);

    StartBench(RunSettings settings, Workplace workplace, Path data, Report report) {
        this.settings = settings;
        this.report = report;
        this.data = data;
        servers = new Servers(workplace);
    }

    void run(long events) throws Exception {
        report.begin("starting on " + events + " events");
        fill(events);
        List<Duration> afterStop = new ArrayList<>();
        List<Duration> afterKill = new ArrayList<>();
        for (int run = 0; run < settings.runs(); run++) {
            try (Served stopped = servers.runtime(data, "")) {
                afterStop.add(stopped.process().startTime());
                Load.of(FILLERS, BUSY, commits.into(stopped));
                stopped.process().kill();
            }
            try (Served killed = servers.runtime(data, "")) {
                afterKill.add(killed.process().startTime());
                report.resident(killed.process());
            }
        }
        report.figure("ready after a stop in good order", "s", seconds(afterStop));
        report.figure("ready after a kill under load", "s", seconds(afterKill));
    }

    private void fill(long events) throws InterruptedException {
        long begin = System.nanoTime();
        try (Served runtime = servers.runtime(data, "")) {
            report.figure(
                    "ready on an empty store",
                    "s",
                    runtime.process().startTime().toNanos() / 1e9);
            long needed = (events + SHAPE.events() - 1) / SHAPE.events();
            Load.of(FILLERS, Limit.ofCalls(needed, LONGEST_FILLING), commits.into(runtime));
        }
        report.figure("filling took", "s", (System.nanoTime() - begin) / 1e9);
        report.figure("the Runtime's store", "MB", Workplace.sizeOf(data) / 1e6);
    }

    private static double[] seconds(List<Duration> times) {
        return times.stream().mapToDouble(time -> time.toNanos() / 1e9).toArray();
    }
}
