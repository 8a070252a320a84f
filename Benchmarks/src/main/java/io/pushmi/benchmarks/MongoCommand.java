package io.pushmi.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi bench mongodb}: commits on MongoDB, beside the bare driver, and from two Runtimes at a time. */
@Command(
        name = "mongodb",
        description = {
            "Commits over gRPC to a Runtime on MongoDB, beside the driver alone with the same documents;",
            "then to one Runtime, and to two on one log.",
            "Measures on the server of --mongodb, else on a ferretdb program on the PATH; without either it says so",
            "and exits with " + MongoCommand.NOT_RUN + ".",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class)
final class MongoCommand implements Callable<Integer> {
    static final int NOT_RUN = 3;

    private static final int SMALL = 1;
    private static final int LARGE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--mongodb",
            paramLabel = "<address>",
            description = "The server to measure on, such as mongodb://localhost:27017. Databases named pushmi-bench-…"
                    + " are made there, and dropped at the end.")
    private @Nullable String address;

    @Option(names = "--callers", paramLabel = "<n>", description = "How many call at a time. Default: 64")
    private int callers = 64;

    @Option(names = "--bytes", paramLabel = "<n>", description = "Content of an event, JSON. Default: 250")
    private int bytes = 250;

    @Option(
            names = "--fill",
            paramLabel = "<n>",
            description = "How many events the log has before anything is measured, such as 1000000. Default: none")
    private long fill;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(spec.commandLine().getOut());
        try (Workplace workplace = new Workplace(settings.folder())) {
            Circumstances.say("mongodb", settings, workplace, report);
            Optional<MongoServer> found = MongoServer.find(address, workplace);
            if (found.isEmpty()) {
                report.line("not run: no server is given with --mongodb, and there is no ferretdb on the PATH");
                return NOT_RUN;
            }
            try (MongoServer server = found.get()) {
                report.circumstance("server", server.describe());
                for (int events : List.of(SMALL, LARGE)) {
                    Commits.Shape shape = new Commits.Shape(events, bytes);
                    try (MongoBench bench = new MongoBench(settings, workplace, server, report, shape)) {
                        bench.fill(fill);
                        bench.besideTheDriver(callers);
                        bench.withTwoRuntimes(callers);
                    }
                }
            }
        }
        report.write(settings);
        return 0;
    }
}
