package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A Runtime full of aggregates, to fetch from at random, and an echo server whose answers are as large. */
final class FetchBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String ECHO = "echo";

    private static final int FILLERS = 128;
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);

    private final Population population;
    private final RunSettings settings;
    private final Report report;
    private final Aggregates aggregates;
    private final Path data;
    private final Served runtime;
    private final Served echo;

    /**
     * What there is to fetch.
     *
     * @param aggregates how many
     * @param events of each
     * @param together how many of these were committed at a time; between those of one aggregate are all other aggregates
     * @param size of the content of an event, in bytes
     */
    record Population(int aggregates, int events, int together, int size) {
        @Override
        public String toString() {
            return aggregates + " aggregates of " + events + " events of " + size + " bytes, " + together
                    + " in a commit";
        }
    }

    FetchBench(Population population, RunSettings settings, Workplace workplace, Report report) throws Exception {
        this.population = population;
        this.settings = settings;
        this.report = report;
        aggregates = new Aggregates(population.size());
        Servers servers = new Servers(workplace);
        data = workplace.folder(PUSHMI + "-" + population.together());
        runtime = servers.runtime(data, "");
        echo = servers.echo(workplace.folder(ECHO + "-" + population.together()));
    }

    void fill() throws InterruptedException {
        report.begin("filling a store with " + population);
        long begin = System.nanoTime();
        for (int version = 0; version < population.events(); version += population.together()) {
            commitToEach(version, Math.min(population.together(), population.events() - version));
        }
        report.figure("filling took", "s", (System.nanoTime() - begin) / 1e9);
        report.figure("the Runtime's store", "MB", Workplace.sizeOf(data) / 1e6);
        Rest.await(runtime.process()::processorTime);
    }

    void run(int callers) throws Exception {
        Contest contest = new Contest(
                "fetch-" + population.together() + "x" + callers,
                "fetching from " + population + ", " + callers + " callers",
                List.of(pushmi(callers), echo(callers)),
                List.of(Comparison.ofRates("fetches", PUSHMI, ECHO)));
        contest.run(settings, report);
    }

    @Override
    public void close() {
        echo.close();
        runtime.close();
    }

    private void commitToEach(int version, int events) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Load.of(
                FILLERS,
                Limit.ofCalls(population.aggregates(), LONGEST_FILLING),
                answer -> runtime.connection()
                        .call(
                                Aggregates.COMMIT,
                                aggregates.commit(next.getAndIncrement(), version, events),
                                Aggregates::requireCommitted,
                                answer));
    }

    private Contender pushmi(int callers) {
        int atLeast = population.events() * population.size();
        return new Contender(
                PUSHMI,
                runtime.process(),
                limit -> Load.of(
                        callers,
                        limit,
                        answer -> runtime.connection()
                                .call(Aggregates.FETCH, anyFetch(), bytes -> requireSize(bytes, atLeast), answer)));
    }

    private Contender echo(int callers) {
        byte[] request = anyFetch();
        byte[] answer = runtime.connection().ask(Aggregates.FETCH, request);
        Aggregates.requireEvents(answer, population.events());
        return EchoServer.contender(ECHO, echo, callers, request.length, answer.length);
    }

    private byte[] anyFetch() {
        return aggregates.fetch(ThreadLocalRandom.current().nextInt(population.aggregates()));
    }

    /** To count the events of every answer would cost the client more than to get them. */
    private static void requireSize(byte[] answer, int atLeast) {
        if (answer.length < atLeast) {
            throw new IllegalStateException(
                    "an answer with all events has at least " + atLeast + " bytes, this one " + answer.length);
        }
    }
}
