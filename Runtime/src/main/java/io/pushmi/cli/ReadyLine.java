package io.pushmi.cli;

import io.pushmi.runtime.configuration.ReadModels;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.configuration.TenantConfiguration;
import io.pushmi.runtime.server.BoundEndpoint;
import io.pushmi.runtime.server.BuildVersion;
import io.pushmi.runtime.server.PushmiRuntime;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Collection;
import java.util.stream.Collectors;

/** The one line that says that a Runtime serves: where, for whom, and where it keeps events. */
final class ReadyLine {
    private static final int MOST_TENANTS = 5;

    private ReadyLine() {}

    static String of(PushmiRuntime runtime, RuntimeConfiguration configuration) {
        return "Pushmi " + BuildVersion.CURRENT + " is ready: "
                + runtime.endpoints().stream().map(BoundEndpoint::toString).collect(Collectors.joining(", "))
                + "; data in " + runtime.store() + "; "
                + tenants(configuration.tenants().keySet())
                + readModels(configuration.tenants().values());
    }

    private static String tenants(Collection<TenantId> tenants) {
        String named =
                tenants.stream().limit(MOST_TENANTS).map(TenantId::toString).collect(Collectors.joining(", "));
        int unnamed = tenants.size() - MOST_TENANTS;
        return (tenants.size() == 1 ? "tenant " : "tenants ")
                + named
                + (unnamed > 0 ? " and " + unnamed + " more" : "");
    }

    /** Clients are told an address that nobody chose, and would only find out when they connect to it. */
    private static String readModels(Collection<TenantConfiguration> tenants) {
        return tenants.stream().map(TenantConfiguration::readModels).anyMatch(ReadModels::isDefault)
                ? "; read models default to mongodb://localhost:27017"
                : "";
    }
}
