package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands can be told about how to measure. */
final class RunSettings {
    private static final int RUNS = 5;
    private static final int TINY_RUNS = 2;
    private static final double SECONDS = 10;
    private static final double WARM_UP_SECONDS = 20;
    private static final double TINY_SECONDS = 0.2;

    @Option(names = "--runs", paramLabel = "<n>", description = "How often each contender runs. Default: 5")
    private @Nullable Integer runs;

    @Option(names = "--seconds", paramLabel = "<s>", description = "How long a run takes. Default: 10")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "<s>",
            description = "How long each contender runs before anything is measured. Default: 20")
    private @Nullable Double warmUpSeconds;

    @Option(
            names = {"--calls", "--commits"},
            paramLabel = "<n>",
            description = "How many calls a run makes at most. Default: as many as there is time for")
    private long calls = Long.MAX_VALUE;

    @Option(names = "--json", paramLabel = "<file>", description = "Where to write everything as JSON too.")
    private @Nullable Path json;

    @Option(
            names = "--profile",
            description = "Record the Runtime with Java Flight Recorder while it is measured, into files here.")
    private boolean profile;

    @Option(names = "--tiny", description = "Measure nearly nothing, to see in seconds that it works.")
    private boolean tiny;

    @Option(
            names = "--folder",
            paramLabel = "<folder>",
            description = "Where to make the folder that everything is stored in meanwhile; its disk is what is"
                    + " measured. Default: the one for temporary files")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    int runs() {
        return runs != null ? runs : tiny ? TINY_RUNS : RUNS;
    }

    /** Of one run of one contender. */
    Limit limit() {
        return new Limit(duration(seconds, SECONDS), calls);
    }

    /** Before the first run, for each contender. */
    Limit warmUp() {
        return Limit.of(duration(warmUpSeconds, WARM_UP_SECONDS));
    }

    @Nullable
    Path json() {
        return json;
    }

    boolean profile() {
        return profile;
    }

    boolean tiny() {
        return tiny;
    }

    Path folder() {
        return folder;
    }

    private Duration duration(@Nullable Double chosen, double usual) {
        double inSeconds = chosen != null ? chosen : tiny ? TINY_SECONDS : usual;
        return Duration.ofNanos((long) (inSeconds * 1e9));
    }
}
