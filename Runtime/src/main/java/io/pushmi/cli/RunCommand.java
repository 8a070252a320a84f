package io.pushmi.cli;

import io.pushmi.runtime.configuration.InvalidConfiguration;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.CannotStart;
import io.pushmi.runtime.server.PushmiRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pushmi run}: a Runtime that serves until the process is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs a Runtime until it is told to stop (SIGTERM, SIGINT).",
            "Needs no configuration; when it serves, it prints one line that says where.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It was told to stop, and everything in progress was finished.",
            "1:It could not start, and said why; or it could not stop in good order.",
            "2:The command line is wrong.",
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Path DEFAULT_CONFIGURATION = Path.of(".dolittle");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "<folder>",
            description = "Where runtime.yml is, if anywhere. Default: .dolittle")
    private @Nullable Path configuration;

    @Override
    public Integer call() throws InterruptedException {
        Stopping stopping = Stopping.onSignal();
        try {
            RuntimeConfiguration settings = configuration();
            settings.warnings().forEach(warning -> LOG.warn("configuration: {}", warning));
            PushmiRuntime runtime = PushmiRuntime.start(settings);
            stopping.willClose(runtime);
            spec.commandLine().getOut().println(ReadyLine.of(runtime, settings));
        } catch (InvalidConfiguration wrong) {
            return cannotStart(stopping, wrong.problems());
        } catch (CannotStart refused) {
            return cannotStart(stopping, List.of(String.valueOf(refused.getMessage())));
        } catch (RuntimeException | Error unexpected) {
            stopping.forget();
            throw unexpected;
        }
        untilTheProcessEnds();
        return 0;
    }

    private RuntimeConfiguration configuration() {
        if (configuration != null && !Files.isDirectory(configuration)) {
            throw new CannotStart("--config " + configuration + ": expected a folder", null);
        }
        Path folder = configuration == null ? DEFAULT_CONFIGURATION : configuration;
        return RuntimeConfiguration.load(folder, System.getenv());
    }

    private int cannotStart(Stopping stopping, List<String> problems) {
        stopping.forget();
        problems.forEach(problem -> spec.commandLine().getErr().println("pushmi: cannot start: " + problem));
        return 1;
    }

    private static void untilTheProcessEnds() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
