package io.pushmi.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench commit}: how many commits are durable and acknowledged in a second, and after how long. */
@Command(
        name = "commit",
        description = {
            "Commits over gRPC, beside RocksDB alone and gRPC alone.",
            "Without --callers and --events: single events from 1, 64 and 256 callers, and 100 events from 16.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class CommitCommand implements Callable<Integer> {
    private static final List<Crowd> USUAL =
            List.of(new Crowd(1, 1), new Crowd(64, 1), new Crowd(256, 1), new Crowd(16, 100));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--callers",
            split = ",",
            paramLabel = "<n>",
            description = "How many call at a time; several are measured one after the other.")
    private @Nullable List<Integer> callers;

    @Option(names = "--events", paramLabel = "<n>", description = "Events in a commit.")
    private @Nullable Integer events;

    @Option(names = "--bytes", paramLabel = "<n>", description = "Content of an event, JSON. Default: 250")
    private int bytes = 250;

    @Option(
            names = "--store-size",
            converter = ByteSize.class,
            paramLabel = "<size>",
            description = "How large the stores are on disk before anything is measured, like 5GB. Default: empty")
    private long storeSize;

    private record Crowd(int callers, int events) {}

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("commit", settings, workplace, report);
            try (CommitBench bench = new CommitBench(settings, workplace, report)) {
                if (storeSize > 0) {
                    bench.fill(storeSize, bytes);
                }
                bench.warmUp(new Commits.Shape(crowds().get(0).events(), bytes));
                for (Crowd crowd : crowds()) {
                    bench.run(crowd.callers(), new Commits.Shape(crowd.events(), bytes));
                }
            }
        }
        report.write(settings);
        return 0;
    }

    private List<Crowd> crowds() {
        if (callers == null && events == null) {
            return USUAL;
        }
        int inCommit = events == null ? 1 : events;
        List<Integer> crowds = callers == null ? List.of(64) : callers;
        return crowds.stream().map(crowd -> new Crowd(crowd, inCommit)).toList();
    }
}
