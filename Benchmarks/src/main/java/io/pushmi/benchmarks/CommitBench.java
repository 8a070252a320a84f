package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Runtime on an empty store, an echo server and an empty RocksDB, to commit to. The echo's answers are as large as the
 * Runtime's, and RocksDB gets the contents of the same events.
 */
final class CommitBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String ROCKSDB = "rocksdb";
    private static final String ECHO = "echo";

    private static final int CROWD = 64;
    private static final int FILLERS = 16;
    private static final int FILLED_AT_ONCE = 100;
    private static final Limit FILLING_STEP = Limit.of(Duration.ofSeconds(2));
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);

    private final RunSettings settings;
    private final Report report;
    private final Path data;
    private final BareEngine engine;
    private final Served runtime;
    private final Served echo;

    CommitBench(RunSettings settings, Workplace workplace, Report report) throws Exception {
        this.settings = settings;
        this.report = report;
        Servers servers = new Servers(workplace);
        data = workplace.folder(PUSHMI);
        engine = new BareEngine(workplace.folder(ROCKSDB));
        runtime = servers.runtime(data, "");
        echo = servers.echo(workplace.folder(ECHO));
    }

    /** Fills both stores with events until they have this size on disk. */
    void fill(long size, int eventSize) throws Exception {
        Commits commits = new Commits(new Commits.Shape(FILLED_AT_ONCE, eventSize));
        report.begin("filling both stores to " + (size >> 20) + " MiB");
        long begin = System.nanoTime();
        while (Workplace.sizeOf(data) < size) {
            Load.of(FILLERS, FILLING_STEP, commits.into(runtime));
            if (System.nanoTime() - begin > LONGEST_FILLING.toNanos()) {
                throw new IllegalStateException("the store was not full after " + LONGEST_FILLING);
            }
        }
        report.figure("filling the Runtime's took", "s", (System.nanoTime() - begin) / 1e9);
        engine.fill(size / ((long) FILLED_AT_ONCE * eventSize), commits::value);
        Rest.await(runtime.process()::processorTime);
    }

    /** Lets a crowd in first, since what few callers do is too little for the virtual machines to compile in time. */
    void warmUp(Commits.Shape shape) throws Exception {
        Commits commits = new Commits(shape);
        pushmi(CROWD, commits).run(settings.warmUp());
        echo(CROWD, commits).run(settings.warmUp());
        Rest.await(runtime.process()::processorTime);
    }

    /** Measures one crowd. */
    void run(int callers, Commits.Shape shape) throws Exception {
        Commits commits = new Commits(shape);
        Contest contest = new Contest(
                "commit-" + shape.events() + "x" + callers,
                "commits of " + shape + ", " + callers + (callers == 1 ? " caller" : " callers"),
                List.of(pushmi(callers, commits), rocksDb(callers, commits), echo(callers, commits)),
                List.of(
                        Comparison.ofRates("commits", PUSHMI, ROCKSDB),
                        Comparison.ofRates("commits", PUSHMI, ECHO),
                        new Comparison(
                                "p50, pushmi / (echo + rocksdb)",
                                round -> Comparison.sample(round, PUSHMI).p50()
                                        / (Comparison.sample(round, ECHO).p50()
                                                + Comparison.sample(round, ROCKSDB)
                                                        .p50()))));
        contest.run(settings, report);
        report.figure("the Runtime's store", "MB", Workplace.sizeOf(data) / 1e6);
    }

    @Override
    public void close() {
        echo.close();
        runtime.close();
        engine.close();
    }

    private Contender pushmi(int callers, Commits commits) {
        return new Contender(PUSHMI, runtime.process(), limit -> Load.of(callers, limit, commits.into(runtime)));
    }

    private Contender rocksDb(int callers, Commits commits) {
        return new Contender(
                ROCKSDB, null, limit -> Load.ofThreads(callers, limit, () -> engine.commit(commits.value())));
    }

    private Contender echo(int callers, Commits commits) {
        byte[] request = commits.request();
        int answerSize = runtime.connection().ask(Commits.METHOD, request).length;
        return EchoServer.contender(ECHO, echo, callers, request.length, answerSize);
    }
}
