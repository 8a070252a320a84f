package io.pushmi.benchmarks;

import java.util.List;

/** Event handlers that wait for what is committed at a fixed rate. */
final class LiveBench {
    private static final String PUSHMI = "pushmi";
    private static final int TAKING_ALL = 5;
    private static final int OF_OTHER_TYPES = 5;

    private final Served runtime;
    private final Commits commits;
    private final int perSecond;
    private final RunSettings settings;
    private final Report report;
    private volatile Arrivals current = arrivals(0, 0);

    /** @param perSecond how many commits */
    LiveBench(Served runtime, Commits commits, int perSecond, RunSettings settings, Report report) {
        this.runtime = runtime;
        this.commits = commits;
        this.perSecond = perSecond;
        this.settings = settings;
        this.report = report;
    }

    void run() throws Exception {
        try (HandlerCrowd crowd = new HandlerCrowd(runtime).ofOtherTypes(OF_OTHER_TYPES)) {
            for (int handler = 0; handler < TAKING_ALL; handler++) {
                crowd.add(Registration.fromLatest(Wire.EVENT_TYPE), new TakingAll(handler));
            }
            new Contest(
                            "handlers-live",
                            "from the acknowledgement to each of " + TAKING_ALL + " handlers, " + perSecond
                                    + " commits a second, " + OF_OTHER_TYPES + " handlers of other types",
                            List.of(new Contender(PUSHMI, runtime.process(), this::live)),
                            List.of(
                                    Comparison.ofTimes("p50", PUSHMI, Sample::p50),
                                    Comparison.ofTimes("p99", PUSHMI, Sample::p99)))
                    .run(settings, report);
        }
    }

    private Timing live(Limit limit) throws InterruptedException {
        long last = Commits.sequenceNumber(runtime.connection().ask(Commits.METHOD, commits.request()));
        int events = Math.toIntExact(Load.calls(perSecond, limit));
        Arrivals arrivals = arrivals(last + 1, events);
        current = arrivals;
        Timing committed = Load.atRate(
                perSecond,
                limit,
                commits.into(runtime, answer -> arrivals.acknowledged(Commits.sequenceNumber(answer))));
        return arrivals.await(committed.elapsed());
    }

    private static Arrivals arrivals(long first, int events) {
        return new Arrivals(first, events, TAKING_ALL, System::nanoTime);
    }

    private final class TakingAll implements Received {
        private final int number;

        TakingAll(int number) {
            this.number = number;
        }

        @Override
        public void message(byte[] message) {
            current.received(number, RuntimeMessage.sequenceNumber(message));
        }

        /** The stream itself says so when it is closed. */
        @Override
        public void failed(Throwable reason) {}
    }
}
