package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Commits one event to each of many aggregates, and looks ten times at what the Runtime's heap still holds. */
final class HeapBench {
    private static final int CALLERS = 256;
    private static final int LOOKS = 10;
    private static final int EVENT_SIZE = 250;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Servers servers;
    private final Path data;
    private final Report report;
    private final Aggregates requests = new Aggregates(EVENT_SIZE);

    HeapBench(Workplace workplace, Path data, Report report) {
        this.data = data;
        this.report = report;
        servers = new Servers(workplace);
    }

    /** @param options of the virtual machine, such as how large its heap may be */
    void run(int aggregates, String options) throws Exception {
        report.begin(aggregates + " aggregates of one event under " + options);
        double[] heap = new double[LOOKS];
        AtomicInteger next = new AtomicInteger();
        try (Served runtime = servers.runtime(data, options)) {
            for (int look = 0; look < LOOKS; look++) {
                long step = (long) aggregates * (look + 1) / LOOKS - (long) aggregates * look / LOOKS;
                Timing timing = Load.of(
                        CALLERS,
                        Limit.ofCalls(Math.max(1, step), LONGEST),
                        answer -> runtime.connection()
                                .call(
                                        Aggregates.COMMIT,
                                        requests.commit(next.getAndIncrement(), 0, 1),
                                        Aggregates::requireCommitted,
                                        answer));
                heap[look] = Heap.bytesInUse(runtime.process()) / 1e6;
                String after = " with " + next.get() + " aggregates";
                report.figure("commits per second" + after, "", timing.perSecond());
                report.figure("heap after a collection" + after, "MB", heap[look]);
                report.resident(runtime.process());
            }
        }
        report.figure("heap at the end / at half", "", heap[LOOKS - 1] / heap[LOOKS / 2 - 1]);
    }
}
