package io.pushmi.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What commits lose by event handlers that are connected meanwhile. */
final class BesideCommitsBench {
    private static final String ALONE = "alone";
    private static final String HANDLERS = "handlers";

    private static final int CALLERS = 64;
    private static final int OF_OTHER_TYPES = 10;
    private static final int CONCURRENCY = 64;

    private final Served runtime;
    private final Commits commits;
    private final int perSecond;
    private final RunSettings settings;
    private final Report report;
    private final List<Lag> lags = new ArrayList<>();

    /** @param perSecond how many commits where their rate is fixed */
    BesideCommitsBench(Served runtime, Commits commits, int perSecond, RunSettings settings, Report report) {
        this.runtime = runtime;
        this.commits = commits;
        this.perSecond = perSecond;
        this.settings = settings;
        this.report = report;
    }

    void run() throws Exception {
        besideOtherTypes();
        besideOneThatTakesAll();
    }

    private void besideOtherTypes() throws Exception {
        new Contest(
                        "handlers-other-types",
                        "commits of " + CALLERS + " callers, alone and with " + OF_OTHER_TYPES
                                + " handlers of other types",
                        List.of(contender(ALONE, this::crowd), contender(HANDLERS, limit -> {
                            try (HandlerCrowd others = new HandlerCrowd(runtime)) {
                                others.ofOtherTypes(OF_OTHER_TYPES);
                                return crowd(limit);
                            }
                        })),
                        List.of(Comparison.ofRates("commits", HANDLERS, ALONE)))
                .run(settings, report);
    }

    private void besideOneThatTakesAll() throws Exception {
        new Contest(
                        "handlers-all",
                        perSecond + " commits a second, alone and with a handler that takes all",
                        List.of(
                                contender(ALONE, limit -> atRate(limit, new Lag(Load.calls(perSecond, limit)))),
                                contender(HANDLERS, this::withOneThatTakesAll)),
                        List.of(new Comparison(
                                "p99, with the handler / alone",
                                round -> Comparison.sample(round, HANDLERS).p99()
                                        / Comparison.sample(round, ALONE).p99())))
                .run(settings, report);
        lag("handler behind in the first tenth of a run", Lag::atBegin);
        lag("handler behind in the last tenth of a run", Lag::atEnd);
    }

    private Timing withOneThatTakesAll(Limit limit) throws InterruptedException {
        Lag lag = new Lag(Load.calls(perSecond, limit));
        lags.add(lag);
        try (HandlerCrowd one = new HandlerCrowd(runtime)) {
            one.add(Registration.fromLatest(Wire.EVENT_TYPE).handling(CONCURRENCY), new TakingAll(lag));
            return atRate(limit, lag);
        }
    }

    private Timing crowd(Limit limit) throws InterruptedException {
        return Load.of(CALLERS, limit, commits.into(runtime));
    }

    /** The client does as much where there is no handler that could lag behind. */
    private Timing atRate(Limit limit, Lag lag) throws InterruptedException {
        return Load.atRate(perSecond, limit, commits.into(runtime, answer -> lag.acknowledged()));
    }

    private Contender contender(String name, Contender.Loaded load) {
        return new Contender(name, runtime.process(), load);
    }

    /** That of the warm-up, which came first, does not count. */
    private void lag(String name, ToDoubleFunction<Lag> when) {
        double[] events = lags.stream().skip(1).mapToDouble(when).toArray();
        report.figure(name, "events", events);
    }

    private record TakingAll(Lag lag) implements Received {
        @Override
        public void message(byte[] message) {
            lag.received();
        }

        /** The stream itself says so when it is closed. */
        @Override
        public void failed(Throwable reason) {}
    }
}
