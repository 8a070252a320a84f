package io.pushmi.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Runtime on an empty store, an echo server and an empty RocksDB, to commit to. The echo's answers are as large as the
 * Runtime's, and RocksDB gets the contents of the same events.
 */
final class CommitBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String ROCKSDB = "rocksdb";
    private static final String ECHO = "echo";

    private static final int FILLERS = 16;
    private static final int FILLED_AT_ONCE = 100;
    private static final Duration FILLING_STEP = Duration.ofSeconds(2);
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);

    private final RunSettings settings;
    private final Report report;
    private final Path data;
    private final JavaProcess runtime;
    private final JavaProcess echo;
    private final Connection toRuntime;
    private final Connection toEcho;
    private final BareEngine engine;

    CommitBench(RunSettings settings, Workplace workplace, Report report) throws Exception {
        this.settings = settings;
        this.report = report;
        engine = new BareEngine(workplace.folder(ROCKSDB));
        data = workplace.folder(PUSHMI);
        runtime = Servers.runtime(data, "");
        echo = Servers.echo(workplace.folder(ECHO));
        toRuntime = new Connection(Servers.portOf(runtime));
        toEcho = new Connection(Servers.portOfEcho(echo));
    }

    /** Fills both stores with events until they have this size on disk. */
    void fill(long size, int eventSize) throws Exception {
        Commits commits = new Commits(new Commits.Shape(FILLED_AT_ONCE, eventSize));
        report.begin("filling both stores to " + (size >> 20) + " MiB");
        long begin = System.nanoTime();
        while (Workplace.sizeOf(data) < size) {
            Load.of(FILLERS, Limit.of(FILLING_STEP), answer -> commit(commits, answer));
            if (System.nanoTime() - begin > LONGEST_FILLING.toNanos()) {
                throw new IllegalStateException("the store was not full after " + LONGEST_FILLING);
            }
        }
        report.figure("filling took", (System.nanoTime() - begin) / 1e9, "s");
        engine.fill(size, commits::value);
        runtime.awaitRest();
    }

    /** Measures one crowd. */
    void run(int callers, Commits.Shape shape) throws Exception {
        Commits commits = new Commits(shape);
        byte[] request = commits.request();
        int answerSize = toRuntime.ask(Commits.METHOD, request).length;
        byte[] echoed = EchoServer.request(request.length, answerSize);
        Contest contest = new Contest(
                "commits of " + shape + ", " + callers + (callers == 1 ? " caller" : " callers"),
                List.of(
                        new Contender(
                                PUSHMI, runtime, limit -> Load.of(callers, limit, answer -> commit(commits, answer))),
                        new Contender(
                                ROCKSDB,
                                null,
                                limit -> Load.ofThreads(callers, limit, () -> engine.commit(commits.value()))),
                        new Contender(
                                ECHO,
                                echo,
                                limit -> Load.of(
                                        callers,
                                        limit,
                                        answer ->
                                                toEcho.call(EchoServer.ECHO, echoed, Connection.Check.NONE, answer)))),
                List.of(
                        new Comparison(
                                "commits per second, pushmi / rocksdb",
                                round -> of(round, PUSHMI).perSecond()
                                        / of(round, ROCKSDB).perSecond()),
                        new Comparison(
                                "commits per second, pushmi / echo",
                                round -> of(round, PUSHMI).perSecond()
                                        / of(round, ECHO).perSecond()),
                        new Comparison(
                                "p50, pushmi / (echo + rocksdb)",
                                round -> of(round, PUSHMI).p50()
                                        / (of(round, ECHO).p50()
                                                + of(round, ROCKSDB).p50()))));
        Profiling.around(
                runtime,
                settings,
                "commit-" + shape.events() + "x" + callers,
                report,
                () -> contest.run(settings, report));
        report.figure("store on disk", Workplace.sizeOf(data) / 1e6, "MB");
    }

    @Override
    public void close() throws IOException {
        toRuntime.close();
        toEcho.close();
        echo.close();
        runtime.close();
        engine.close();
    }

    private void commit(Commits commits, Answer answer) {
        toRuntime.call(Commits.METHOD, commits.request(), Commits::requireCommitted, answer);
    }

    private static Sample of(Map<String, Sample> round, String who) {
        return Objects.requireNonNull(round.get(who));
    }
}
