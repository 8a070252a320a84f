package io.pushmi.benchmarks;

import io.pushmi.contracts.artifacts.Artifact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A Runtime whose log can be full, and an echo server that asks: what the parts about event handlers measure. */
final class HandlersBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String ECHO = "echo";

    private static final int TOGETHER = 100;
    private static final int EVENT_SOURCES = 1000;
    private static final int RARE_EVENTS = 5;

    /** One of so many parts of the log is its end, where the rare events are. */
    private static final int END = 10;

    private static final int FILLERS = 16;
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);
    private static final Artifact RARE_TYPE = Wire.eventType(UUID.fromString("5b0f7c1e-6d1f-4b57-9a39-0c3c1d1f8e05"));

    private static final int LIVE_COMMITS_PER_SECOND = 1000;
    private static final int COMMITS_PER_SECOND = 5000;

    private final Scale scale;
    private final RunSettings settings;
    private final Report report;
    private final Path data;
    private final Served runtime;
    private final Served echo;

    /** What can be measured by itself. They run in this order, since the last two make the log longer. */
    enum Part {
        CATCHUP,
        RARE,
        IDLE,
        LIVE,
        COMMITS;

        boolean needsFullLog() {
            return this == CATCHUP || this == RARE;
        }
    }

    /**
     * How much of everything there is.
     *
     * @param events in the full log
     * @param size of the content of an event, in bytes
     * @param idleHandlers how many are connected while nothing happens
     * @param idleTime how long nothing happens
     */
    record Scale(long events, int size, int idleHandlers, Duration idleTime) {}

    HandlersBench(Scale scale, RunSettings settings, Workplace workplace, Report report) throws Exception {
        this.scale = scale;
        this.settings = settings;
        this.report = report;
        Servers servers = new Servers(workplace);
        data = workplace.folder(PUSHMI);
        runtime = servers.runtime(data, "");
        echo = servers.echo(workplace.folder(ECHO));
    }

    /** Fills the log, with a few events of a type of their own near its end. */
    void fill() throws InterruptedException {
        report.begin("filling a log with " + scale.events() + " events of " + EVENT_SOURCES + " event sources, and "
                + RARE_EVENTS + " of a rare type");
        long begin = System.nanoTime();
        Commits usual = Commits.spread(EVENT_SOURCES, new Commits.Shape(TOGETHER, scale.size()));
        Commits rare = Commits.ofType(RARE_TYPE, new Commits.Shape(1, scale.size()));
        long commits = Math.max(1, scale.events() / TOGETHER);
        long end = commits / END;
        commit(usual, commits - end);
        for (int i = 0; i < RARE_EVENTS; i++) {
            commit(rare, 1);
            commit(usual, end * (i + 1) / RARE_EVENTS - end * i / RARE_EVENTS);
        }
        report.figure("filling took", "s", (System.nanoTime() - begin) / 1e9);
        report.figure("the Runtime's store", "MB", Workplace.sizeOf(data) / 1e6);
        Rest.await(runtime.process()::processorTime);
    }

    void run(Part part) throws Exception {
        switch (part) {
            case CATCHUP -> new CatchUpBench(runtime, echo, eventsOfUsualType(), settings, report).run();
            case RARE -> new RareBench(runtime, RARE_TYPE, settings, report).run();
            case IDLE -> new IdleBench(runtime, scale.idleHandlers(), scale.idleTime(), report).run();
            case LIVE -> new LiveBench(runtime, single(), LIVE_COMMITS_PER_SECOND, settings, report).run();
            case COMMITS -> new BesideCommitsBench(runtime, single(), COMMITS_PER_SECOND, settings, report).run();
        }
    }

    @Override
    public void close() {
        echo.close();
        runtime.close();
    }

    private long eventsOfUsualType() {
        return Math.max(1, scale.events() / TOGETHER) * TOGETHER;
    }

    private Commits single() {
        return new Commits(new Commits.Shape(1, scale.size()));
    }

    private void commit(Commits commits, long count) throws InterruptedException {
        if (count > 0) {
            Load.of(FILLERS, Limit.ofCalls(count, LONGEST_FILLING), commits.into(runtime));
        }
    }
}
