package io.pushmi.runtime.configuration;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that an operator can set, complete with defaults. Immutable.
 *
 * @param endpoints one for each name
 * @param tenants in the order in which they are configured, at least one
 * @param microservices where the producers are that this Runtime may consume from, in the order of the configuration
 * @param requiresConsent whether a consumer needs a configured consent
 * @param warnings what was configured without any effect, a line each
 */
public record RuntimeConfiguration(
        Map<EndpointName, Endpoint> endpoints,
        Platform platform,
        StorageConfiguration storage,
        Limits limits,
        Processing processing,
        Map<TenantId, TenantConfiguration> tenants,
        Map<MicroserviceId, MicroserviceAddress> microservices,
        boolean requiresConsent,
        OpenTelemetry openTelemetry,
        List<String> warnings) {
    public RuntimeConfiguration {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the configuration: the files of a folder, which may be missing, and over them the environment variables
     * whose names start with {@code DOLITTLE__RUNTIME__}. Touches nothing.
     *
     * @throws InvalidConfiguration if any setting is wrong; it names all that are
     */
    public static RuntimeConfiguration load(Path dolittleFolder, Map<String, String> environment) {
        return new ConfigurationReading(dolittleFolder, environment).read();
    }

    /** The endpoint of a name. */
    public Endpoint endpoint(EndpointName name) {
        return Objects.requireNonNull(endpoints.get(name));
    }
}
