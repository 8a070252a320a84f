package io.pushmi.runtime.storage;

import io.pushmi.runtime.configuration.InvalidConfiguration;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stores of specifications that do not care where events are: in memory, or in the embedded store of a Runtime, unless
 * the system property {@value #PROPERTY} says {@code mongodb}. Then they are on the server of {@link MongoServers}.
 */
public final class SpecStores {
    private static final String PROPERTY = "pushmi.specs.store";
    private static final Map<String, String> DATABASES = new ConcurrentHashMap<>();

    private SpecStores() {}

    /** An engine on storage that holds nothing yet, and that goes when it is closed. */
    public static StorageEngine open() {
        return areInMongoDb() ? MongoFixture.openOnce() : MemoryEngine.open(new MemoryDisk());
    }

    /**
     * The environment of a Runtime, completed with where the events of all its tenants are. Runtimes with the same folder
     * have the same events.
     *
     * @param folder has the Runtime's configuration, in {@code .dolittle} if there is any
     */
    public static Map<String, String> environment(Path folder, Map<String, String> environment) {
        Map<String, String> completed = new HashMap<>(environment);
        if (areInMongoDb()) {
            for (TenantId tenant : tenants(folder, environment)) {
                String prefix = "DOLITTLE__RUNTIME__TENANTS__" + tenant + "__RESOURCES__EVENTSTORE__";
                completed.putIfAbsent(prefix + "CONNECTIONSTRING", MongoServers.connectionString());
                completed.putIfAbsent(prefix + "DATABASE", database(folder, tenant));
            }
        }
        return completed;
    }

    private static String database(Path folder, TenantId tenant) {
        String events = folder.toAbsolutePath().normalize() + "/" + tenant;
        return DATABASES.computeIfAbsent(events, first -> MongoServers.freshDatabase());
    }

    private static Iterable<TenantId> tenants(Path folder, Map<String, String> environment) {
        try {
            return RuntimeConfiguration.load(folder.resolve(".dolittle"), environment)
                    .tenants()
                    .keySet();
        } catch (InvalidConfiguration wrong) {
            // The Runtime is going to say so.
            return List.of();
        }
    }

    private static boolean areInMongoDb() {
        return "mongodb".equals(System.getProperty(PROPERTY));
    }
}
