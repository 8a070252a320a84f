package io.pushmi.cli;

import io.pushmi.runtime.management.moving.ForeignImport;
import io.pushmi.runtime.management.moving.ForeignMoved;
import io.pushmi.runtime.management.moving.MoveRefused;
import io.pushmi.runtime.management.moving.OpenStore;
import io.pushmi.runtime.server.ForeignStores;
import io.pushmi.runtime.server.MovableStore;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which Dolittle database is to be imported, if one is. */
final class DolittleOptions {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--dolittle",
            paramLabel = "<connection string>",
            description =
                    "Imports from the MongoDB of a Dolittle Runtime 9, which is stopped, instead of from a folder.")
    private @Nullable String connectionString;

    @Option(
            names = "--database",
            paramLabel = "<name>",
            description = "With --dolittle: the database of the tenant's event store.")
    private @Nullable String database;

    @Option(
            names = "--tenant",
            paramLabel = "<id>",
            description = "With --dolittle: whose store is filled. Default: the only tenant of the store")
    private @Nullable UUID tenant;

    /** Whether a Dolittle database is to be imported; fails if the options do not go together. */
    boolean areGiven() {
        if ((connectionString == null) != (database == null)) {
            throw new ParameterException(command.commandLine(), "expected both --dolittle and --database, or none");
        }
        if (connectionString == null && tenant != null) {
            throw new ParameterException(command.commandLine(), "expected --tenant only with --dolittle");
        }
        return connectionString != null;
    }

    /** What is imported, for people. */
    String name() {
        return "database " + database;
    }

    ForeignMoved fill(MovableStore target, Progress progress) {
        if (connectionString == null || database == null) {
            throw new IllegalStateException("no Dolittle database is given");
        }
        String address = connectionString;
        String name = database;
        return target.fill(store -> {
            TenantId chosen = tenantOf(store);
            try (ForeignStore source = ForeignStores.dolittle(address, name, chosen)) {
                return new ForeignImport(store, chosen, source).run(progress);
            }
        });
    }

    private TenantId tenantOf(OpenStore store) {
        Set<TenantId> tenants = store.tenants();
        if (tenant != null) {
            return new TenantId(tenant);
        }
        if (tenants.size() > 1) {
            throw new MoveRefused("the store is one of several tenants, expected --tenant to name one of "
                    + tenants.stream().map(TenantId::toString).sorted().collect(Collectors.joining(", ")));
        }
        return tenants.stream().findFirst().orElse(TenantId.DEVELOPMENT);
    }
}
