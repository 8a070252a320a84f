package io.pushmi.cli;

import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.doors.pushmi.NamedLog;
import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common by which operators look at a Runtime that runs, and step in. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Pushmi.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is shown, or done.",
            "1:The Runtime could not be reached, or refused, and why is on standard error.",
            "2:The command line is wrong.",
            "3:There is no such thing, or nothing of that name is connected.",
        })
abstract class OperatingCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOT_FOUND = 3;

    @Option(
            names = "--runtime",
            paramLabel = "<host:port>",
            defaultValue = "localhost:51052",
            description = "Where the Runtime serves operators. Default: ${DEFAULT-VALUE}")
    private HostAndPort runtime = new HostAndPort("localhost", 51052);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Does what is asked for. */
    abstract void operate(PrintWriter out);

    @Override
    public final Integer call() {
        try {
            operate(spec.commandLine().getOut());
            return 0;
        } catch (RemoteFailure failure) {
            Complaint.print(failure, spec.commandLine());
            return failure.isNotFound() ? NOT_FOUND : FAILED;
        } catch (NoSuchName unknown) {
            Complaint.print(unknown, spec.commandLine());
            return NOT_FOUND;
        }
    }

    final CommandSpec spec() {
        return spec;
    }

    final RemoteProcessors processors() {
        return RemoteProcessors.at(runtime.host(), runtime.port());
    }

    final RemoteManagement management() {
        return RemoteManagement.at(runtime.host(), runtime.port());
    }

    final RemoteLog log(TenantId tenant) {
        return RemoteLog.at(runtime.host(), runtime.port(), NamedLog.of(tenant, ScopeId.DEFAULT));
    }
}
