package io.pushmi.benchmarks;

import io.pushmi.contracts.artifacts.Artifact;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** New event handlers that want a type of which there are few events, all in the last tenth of a full log. */
final class RareBench {
    private static final String PUSHMI = "pushmi";

    /** In a run. Each leaves its position behind, so that there should not be too many. */
    private static final int MOST_HANDLERS = 100;

    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final int DIGITS = 3;

    private final Served runtime;
    private final Registration registration;
    private final RunSettings settings;
    private final Report report;

    RareBench(Served runtime, Artifact rare, RunSettings settings, Report report) {
        this.runtime = runtime;
        this.settings = settings;
        this.report = report;
        registration = Registration.fromStart(rare, 0);
    }

    void run() throws Exception {
        new Contest(
                        "handlers-rare",
                        "from a registration to the first of few events; each call is a new handler",
                        List.of(new Contender(PUSHMI, runtime.process(), this::handlers)),
                        List.of(
                                Comparison.ofTimes("median of a run", PUSHMI, Sample::p50),
                                Comparison.ofTimes("worst of a run", PUSHMI, Sample::longest)))
                .run(settings, report);
    }

    private Timing handlers(Limit limit) throws InterruptedException {
        Histogram times = new Histogram(LONGEST, DIGITS);
        long start = System.nanoTime();
        do {
            Countdown first = new Countdown(Limit.ofCalls(1, limit.time()));
            try (HandlerStream stream = HandlerStream.open(runtime.connection(), registration, first)) {
                times.recordValue(Math.min(first.await().elapsed().toNanos(), LONGEST));
                stream.awaitAcceptance();
            }
        } while (times.getTotalCount() < Math.min(limit.calls(), MOST_HANDLERS)
                && System.nanoTime() - start < limit.time().toNanos());
        return new Timing(times.getTotalCount(), times, Duration.ofNanos(System.nanoTime() - start));
    }
}
