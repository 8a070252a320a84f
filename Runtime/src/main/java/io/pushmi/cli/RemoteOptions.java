package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.NamedLog;
import io.pushmi.runtime.doors.pushmi.RemoteErasure;
import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which log of which Runtime a command is about. */
final class RemoteOptions {
    @Option(
            names = "--runtime",
            paramLabel = "<host:port>",
            defaultValue = "localhost:51052",
            description = "Where the Runtime serves operators. Default: ${DEFAULT-VALUE}")
    private HostAndPort runtime = new HostAndPort("localhost", 51052);

    @Option(names = "--tenant", paramLabel = "<id>", description = "Whose log. Default: the development tenant")
    private @Nullable UUID tenant;

    @Option(
            names = "--scope",
            paramLabel = "<id>",
            description = "The log of what came over event horizons into this scope. Default: the tenant's own log")
    private @Nullable UUID scope;

    /** Connects to the log, or to what the options say is to be read of it. */
    RemoteLog connect(@Nullable StreamOptions stream) {
        NamedLog log = NamedLog.of(tenant(), scope());
        return RemoteLog.at(runtime.host(), runtime.port(), stream == null ? log : stream.of(log));
    }

    RemoteErasure connectToErase() {
        return RemoteErasure.at(runtime.host(), runtime.port(), tenant(), scope());
    }

    private TenantId tenant() {
        return tenant == null ? TenantId.DEVELOPMENT : new TenantId(tenant);
    }

    private ScopeId scope() {
        return scope == null ? ScopeId.DEFAULT : new ScopeId(scope);
    }
}
