package io.pushmi.benchmarks;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench read}: how fast a log is read from begin to end. */
@Command(
        name = "read",
        description = "Reads a log from begin to end (pushmi.events.v1), beside RocksDB alone and gRPC alone.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class ReadCommand implements Callable<Integer> {
    private static final long EVENTS = 1_000_000;
    private static final long TINY_EVENTS = 5_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(names = "--events", paramLabel = "<n>", description = "How many there are in the log. Default: 1000000")
    private @Nullable Long events;

    @Option(
            names = "--together",
            paramLabel = "<n>",
            description = "How many of these were committed at a time. Default: 1")
    private int together = 1;

    @Option(names = "--bytes", paramLabel = "<n>", description = "Content of an event, JSON. Default: 250")
    private int bytes = 250;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        long count = events != null ? events : settings.tiny() ? TINY_EVENTS : EVENTS;
        long commits = Math.max(1, count / together);
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("read", settings, workplace, report);
            Commits.Shape shape = new Commits.Shape(together, bytes);
            try (ReadBench bench = new ReadBench(commits, shape, settings, workplace, report)) {
                bench.run();
            }
        }
        report.write(settings);
        return 0;
    }
}
