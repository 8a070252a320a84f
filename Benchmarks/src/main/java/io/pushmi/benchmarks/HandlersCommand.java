package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench handlers}: how fast events reach event handlers, and what connected handlers cost. */
@Command(
        name = "handlers",
        description = "Connects event handlers: to a full log, to one that grows, and to one where nothing happens.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class HandlersCommand implements Callable<Integer> {
    private static final long EVENTS = 1_000_000;
    private static final long TINY_EVENTS = 5_000;
    private static final int IDLE_HANDLERS = 1000;
    private static final int TINY_IDLE_HANDLERS = 20;
    private static final int IDLE_SECONDS = 60;
    private static final int TINY_IDLE_SECONDS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "<part>",
            description = "What to measure, of catchup, rare, idle, live and commits. Default: all")
    private @Nullable List<HandlersBench.Part> only;

    @Option(
            names = "--events",
            paramLabel = "<n>",
            description = "How many there are in the log that handlers catch up with. Default: 1000000")
    private @Nullable Long events;

    @Option(names = "--bytes", paramLabel = "<n>", description = "Content of an event, JSON. Default: 250")
    private int bytes = 250;

    @Option(names = "--idle-handlers", paramLabel = "<n>", description = "How many are idle. Default: 1000")
    private @Nullable Integer idleHandlers;

    @Option(names = "--idle-seconds", paramLabel = "<s>", description = "How long they are watched. Default: 60")
    private @Nullable Integer idleSeconds;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        Set<HandlersBench.Part> parts = only == null ? EnumSet.allOf(HandlersBench.Part.class) : EnumSet.copyOf(only);
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("handlers", settings, workplace, report);
            try (HandlersBench bench = new HandlersBench(scale(), settings, workplace, report)) {
                if (parts.stream().anyMatch(HandlersBench.Part::needsFullLog)) {
                    bench.fill();
                }
                for (HandlersBench.Part part : parts) {
                    bench.run(part);
                }
            }
        }
        report.write(settings);
        return 0;
    }

    private HandlersBench.Scale scale() {
        return new HandlersBench.Scale(
                events != null ? events : settings.tiny() ? TINY_EVENTS : EVENTS,
                bytes,
                idleHandlers != null ? idleHandlers : settings.tiny() ? TINY_IDLE_HANDLERS : IDLE_HANDLERS,
                Duration.ofSeconds(
                        idleSeconds != null ? idleSeconds : settings.tiny() ? TINY_IDLE_SECONDS : IDLE_SECONDS));
    }
}
