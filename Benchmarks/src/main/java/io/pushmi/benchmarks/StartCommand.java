package io.pushmi.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench start}: how soon a Runtime serves, and whether its memory grows with what it has stored. */
@Command(
        name = "start",
        description = "Starts Runtimes on stores of several sizes, and fills one with aggregates under a small heap.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class StartCommand implements Callable<Integer> {
    private static final List<Long> EVENTS = List.of(1_000_000L, 10_000_000L);
    private static final List<Long> TINY_EVENTS = List.of(1_000L);
    private static final int AGGREGATES = 1_000_000;
    private static final int TINY_AGGREGATES = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "<n>",
            description = "How many events the stores have; several are measured one after the other."
                    + " Default: 1000000,10000000")
    private @Nullable List<Long> events;

    @Option(
            names = "--aggregates",
            paramLabel = "<n>",
            description = "How many aggregates the heap is watched with; 0 for not at all. Default: 1000000")
    private @Nullable Integer aggregates;

    @Option(names = "--heap", paramLabel = "<size>", description = "How large the heap may get then. Default: 512m")
    private String heap = "512m";

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("start", settings, workplace, report);
            for (long stored : events != null ? events : settings.tiny() ? TINY_EVENTS : EVENTS) {
                new StartBench(settings, workplace, workplace.folder("events-" + stored), report).run(stored);
            }
            int watched = aggregates != null ? aggregates : settings.tiny() ? TINY_AGGREGATES : AGGREGATES;
            if (watched > 0) {
                new HeapBench(workplace, workplace.folder("aggregates"), report).run(watched, "-Xmx" + heap);
            }
        }
        report.write(settings);
        return 0;
    }
}
