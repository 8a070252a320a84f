package io.pushmi.benchmarks;

import java.util.List;

/** Event handlers that go through a full log, beside a server that does nothing but ask. */
final class CatchUpBench {
    private static final String PUSHMI = "pushmi";
    private static final String ECHO = "echo";

    private static final int CONCURRENCY = 64;
    private static final int SIZED_EVENTS = 1000;

    private final Served runtime;
    private final Served echo;
    private final long events;
    private final RunSettings settings;
    private final Report report;

    /** @param events how many there are in the log */
    CatchUpBench(Served runtime, Served echo, long events, RunSettings settings, Report report) {
        this.runtime = runtime;
        this.echo = echo;
        this.events = events;
        this.settings = settings;
        this.report = report;
    }

    void run() throws Exception {
        int requestSize = requestSize();
        contest("partitioned-" + CONCURRENCY, CONCURRENCY, requestSize);
        contest("unpartitioned", 0, requestSize);
    }

    private void contest(String kind, int concurrency, int requestSize) throws Exception {
        int outstanding = Math.max(1, concurrency);
        new Contest(
                        "handlers-" + kind,
                        "catching up with " + events + " events, " + kind + "; echo of " + requestSize + " bytes, "
                                + outstanding + " at a time",
                        List.of(pushmi(concurrency), echo(outstanding, requestSize)),
                        List.of(Comparison.ofRates("events", PUSHMI, ECHO)))
                .run(settings, report);
    }

    private Contender pushmi(int concurrency) {
        Registration registration = Registration.fromStart(Wire.EVENT_TYPE, concurrency);
        return new Contender(
                PUSHMI, runtime.process(), limit -> catchUp(registration, new Countdown(withinLog(limit))));
    }

    private Contender echo(int outstanding, int requestSize) {
        return new Contender(
                ECHO,
                echo.process(),
                limit -> EchoServer.answer(
                        echo, outstanding, requestSize, RuntimeMessage.ANSWER_SIZE, new Countdown(withinLog(limit))));
    }

    private Timing catchUp(Registration registration, Countdown counted) throws InterruptedException {
        try (HandlerStream stream = HandlerStream.open(runtime.connection(), registration, counted)) {
            stream.awaitAcceptance();
            return counted.await();
        }
    }

    private int requestSize() throws InterruptedException {
        Countdown first = new Countdown(new Limit(settings.warmUp().time(), Math.min(SIZED_EVENTS, events)));
        catchUp(Registration.fromStart(Wire.EVENT_TYPE, CONCURRENCY), first);
        return first.meanSize();
    }

    private Limit withinLog(Limit limit) {
        return new Limit(limit.time(), Math.min(limit.calls(), events));
    }
}
