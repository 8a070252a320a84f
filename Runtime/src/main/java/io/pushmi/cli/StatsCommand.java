package io.pushmi.cli;

import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteStore;
import io.pushmi.runtime.server.OfflineStore;
import io.pushmi.runtime.server.StoreRefused;
import io.pushmi.runtime.storage.StorageStatistics;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pushmi stats}: counts what is in a store. */
@Command(
        name = "stats",
        description = {
            "Counts what is in a store: that of a running Runtime, or a data folder or backup that no Runtime has open.",
            "Takes the longer the more there is.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It was counted.",
            "1:It could not be counted, and said why.",
            "2:The command line is wrong.",
            "4:It could not be counted, since this user may not read it.",
        })
final class StatsCommand implements Callable<Integer> {
    private static final HostAndPort DEFAULT_RUNTIME = new HostAndPort("localhost", 51052);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "<folder>", description = "A data folder or backup. Default: none")
    private @Nullable Path folder;

    @Option(
            names = "--runtime",
            paramLabel = "<host:port>",
            description = "Where the Runtime serves operators. Default, without a folder: localhost:51052")
    private @Nullable HostAndPort runtime;

    @Override
    public Integer call() {
        if (folder != null && runtime != null) {
            throw new ParameterException(spec.commandLine(), "expected a folder or --runtime, not both");
        }
        try {
            StatisticsTable.print(
                    folder == null ? running() : OfflineStore.in(folder).statistics(),
                    spec.commandLine().getOut());
            return 0;
        } catch (RemoteFailure failed) {
            Complaint.print(failed, spec.commandLine());
            return 1;
        } catch (StoreRefused refused) {
            return Verifying.refused(refused, spec.commandLine());
        }
    }

    private StorageStatistics running() {
        HostAndPort at = runtime == null ? DEFAULT_RUNTIME : runtime;
        try (RemoteStore store = RemoteStore.at(at.host(), at.port())) {
            return store.statistics();
        }
    }
}
