package io.pushmi.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench fetch}: how fast aggregates are read back. */
@Command(
        name = "fetch",
        description = "Fetches aggregates at random (FetchForAggregate), beside gRPC alone.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class FetchCommand implements Callable<Integer> {
    private static final int AGGREGATES = 100_000;
    private static final int TINY_AGGREGATES = 200;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--callers",
            split = ",",
            paramLabel = "<n>",
            description = "How many call at a time; several are measured one after the other. Default: 64")
    private List<Integer> callers = List.of(64);

    @Option(names = "--aggregates", paramLabel = "<n>", description = "How many there are. Default: 100000")
    private @Nullable Integer aggregates;

    @Option(names = "--events", paramLabel = "<n>", description = "Events of each aggregate. Default: 20")
    private int events = 20;

    @Option(
            names = "--together",
            split = ",",
            paramLabel = "<n>",
            description =
                    "How many of these were committed at a time; several are measured one after the other, each on"
                            + " a store of its own. Default: 20,1")
    private List<Integer> together = List.of(20, 1);

    @Option(names = "--bytes", paramLabel = "<n>", description = "Content of an event, JSON. Default: 250")
    private int bytes = 250;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        int count = aggregates != null ? aggregates : settings.tiny() ? TINY_AGGREGATES : AGGREGATES;
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("fetch", settings, workplace, report);
            for (int inCommit : together) {
                measure(new FetchBench.Population(count, events, inCommit, bytes), workplace, report);
            }
        }
        report.write(settings);
        return 0;
    }

    private void measure(FetchBench.Population population, Workplace workplace, Report report) throws Exception {
        try (FetchBench bench = new FetchBench(population, settings, workplace, report)) {
            bench.fill();
            for (int crowd : callers) {
                bench.run(crowd);
            }
        }
    }
}
