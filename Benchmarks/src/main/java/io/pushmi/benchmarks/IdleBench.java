package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Event handlers to whom nothing happens but pings. */
final class IdleBench {
    private static final int SELDOM = Registration.USUAL_PING_SECONDS;
    private static final int OFTEN = 1;

    private final Served runtime;
    private final int handlers;
    private final Duration time;
    private final Report report;

    /** What a Runtime did in some time. */
    private record Watched(Duration time, Duration processor, long pings) {
        double processorShare() {
            return (double) processor.toNanos() / time.toNanos();
        }

        double pingsPerSecond() {
            return pings / (time.toNanos() / 1e9);
        }
    }

    /** @param time how long the handlers are watched */
    IdleBench(Served runtime, int handlers, Duration time, Report report) {
        this.runtime = runtime;
        this.handlers = handlers;
        this.time = time;
        this.report = report;
    }

    void run() throws InterruptedException {
        report.begin(handlers + " idle handlers for " + time.toSeconds() + " s");
        Watched none = watch(() -> 0);
        Watched seldom = watchPinged(SELDOM);
        Watched often = watchPinged(OFTEN);
        report.figure("processor time of the Runtime without handlers, of one core", "%", percent(none));
        report.figure("with handlers, a ping every " + SELDOM + " s, of one core", "%", percent(seldom));
        report.figure("with handlers, a ping every " + OFTEN + " s, of one core", "%", percent(often));
        report.figure("pings then", "a second", often.pingsPerSecond());
        double pings = often.pingsPerSecond() - seldom.pingsPerSecond();
        double share = often.processorShare() - seldom.processorShare();
        report.figure("processor time of one ping and its answer", "us", share * 1e6 / Math.max(1, pings));
    }

    private Watched watchPinged(int seconds) throws InterruptedException {
        try (HandlerCrowd crowd = new HandlerCrowd(runtime).ofOtherTypes(handlers, seconds)) {
            return watch(crowd::pings);
        }
    }

    private Watched watch(LongSupplier pings) throws InterruptedException {
        Rest.await(runtime.process()::processorTime);
        long before = pings.getAsLong();
        Duration processor = runtime.process().processorTime();
        long begin = System.nanoTime();
        passTime(begin);
        return new Watched(
                Duration.ofNanos(System.nanoTime() - begin),
                runtime.process().processorTime().minus(processor),
                pings.getAsLong() - before);
    }

    private void passTime(long begin) throws InterruptedException {
        long left = time.toNanos();
        while (left > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while handlers were idle");
            }
            left = time.toNanos() - (System.nanoTime() - begin);
        }
    }

    private static double percent(Watched watched) {
        return watched.processorShare() * 100;
    }
}
