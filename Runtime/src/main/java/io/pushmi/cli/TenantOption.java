package io.pushmi.cli;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The one tenant that a command is about. */
final class TenantOption {
    @Option(names = "--tenant", paramLabel = "<id>", description = "For which tenant. Default: the development tenant")
    private @Nullable UUID tenant;

    TenantId id() {
        return tenant == null ? TenantId.DEVELOPMENT : new TenantId(tenant);
    }
}
