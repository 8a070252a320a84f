package io.pushmi.runtime.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A configuration as one could have written it, every default included, and without credentials. */
final class ConfigurationYaml {
    private ConfigurationYaml() {}

    static String of(RuntimeConfiguration configuration) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        return new Yaml(options).dump(root(configuration));
    }

    private static Map<String, Object> root(RuntimeConfiguration configuration) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("endpoints", endpoints(configuration.endpoints()));
        root.put("platform", platform(configuration.platform()));
        root.put("storage", storage(configuration.storage()));
        root.put("limits", limits(configuration.limits()));
        root.put("processing", processing(configuration.processing()));
        Map<String, Object> tenants = new LinkedHashMap<>();
        configuration.tenants().forEach((id, tenant) -> tenants.put(id.toString(), tenant(tenant)));
        root.put("tenants", tenants);
        Map<String, Object> microservices = new LinkedHashMap<>();
        configuration
                .microservices()
                .forEach((id, address) ->
                        microservices.put(id.toString(), ordered("host", address.host(), "port", address.port())));
        root.put("microservices", microservices);
        root.put("eventHorizon", ordered("requireConsent", configuration.requiresConsent()));
        root.put("opentelemetry", openTelemetry(configuration.openTelemetry()));
        return root;
    }

    private static Map<String, Object> endpoints(Map<EndpointName, Endpoint> endpoints) {
        Map<String, Object> all = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> all.put(
                name.key(), ordered("host", endpoint.host(), "port", endpoint.port(), "enabled", endpoint.enabled())));
        return all;
    }

    /** Without the microservice and the environment where they are not set: callers are held to them once they are. */
    private static Map<String, Object> platform(Platform platform) {
        Map<String, Object> all = ordered(
                "customerID", platform.customerId().value().toString(),
                "customerName", platform.customerName(),
                "applicationID", platform.applicationId().value().toString(),
                "applicationName", platform.applicationName());
        platform.configuredMicroservice().ifPresent(id -> all.put("microserviceID", id.toString()));
        all.put("microserviceName", platform.microserviceName());
        platform.configuredEnvironment().ifPresent(environment -> all.put("environment", environment.name()));
        return all;
    }

    private static Map<String, Object> storage(StorageConfiguration storage) {
        return ordered(
                "path", storage.path().toString(),
                "freeSpaceReserve", size(storage.freeSpaceReserve()),
                "memory", size(storage.memory()));
    }

    private static Map<String, Object> limits(Limits limits) {
        return ordered(
                "event", size(limits.event()),
                "commit", size(limits.commit()),
                "message", size(limits.message()),
                "wait", Span.text(limits.commitWait()),
                "pendingCommits", size(limits.pendingCommits()),
                "concurrentCalls", limits.concurrentCalls());
    }

    private static Map<String, Object> processing(Processing processing) {
        return ordered(
                "window", processing.window(),
                "saveAfter", Span.text(processing.saveAfter()),
                "callTimeout", Span.text(processing.callTimeout()),
                "grace", Span.text(processing.grace()),
                "troubledPartitions", processing.troubledPartitions(),
                "queue", processing.queue());
    }

    private static Map<String, Object> tenant(TenantConfiguration tenant) {
        Map<String, Object> resources = ordered(
                "readModels",
                ordered("connectionString", Shown.address(tenant.readModels().connectionString())));
        tenant.eventStore().ifPresent(store -> resources.put("eventStore", eventStore(store)));
        Map<String, Object> all = ordered("resources", resources);
        if (!tenant.consents().isEmpty()) {
            all.put("eventHorizons", consents(tenant.consents()));
        }
        return all;
    }

    private static Map<String, Object> eventStore(MongoEventStore store) {
        Map<String, Object> all = ordered(
                "connectionString", Shown.address(store.connectionString()),
                "database", store.database());
        store.maxConnectionPoolSize().ifPresent(connections -> all.put("maxConnectionPoolSize", connections));
        return all;
    }

    private static Map<String, Object> consents(List<EventHorizonConsent> consents) {
        Map<String, List<EventHorizonConsent>> byConsumer = new LinkedHashMap<>();
        for (EventHorizonConsent consent : consents) {
            byConsumer
                    .computeIfAbsent(consent.consumer().toString(), consumer -> new ArrayList<>())
                    .add(consent);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        byConsumer.forEach((consumer, given) -> all.put(
                consumer,
                ordered(
                        "consents",
                        given.stream().map(ConfigurationYaml::consent).toList())));
        return all;
    }

    private static Map<String, Object> consent(EventHorizonConsent consent) {
        return ordered(
                "consumerTenant", consent.consumerTenant().toString(),
                "stream", consent.stream().toString(),
                "partition", consent.partition(),
                "consent", consent.consent().toString());
    }

    private static Map<String, Object> openTelemetry(OpenTelemetry openTelemetry) {
        Map<String, Object> all = new LinkedHashMap<>();
        openTelemetry.endpoint().ifPresent(endpoint -> all.put("endpoint", Shown.address(endpoint.toString())));
        all.putAll(ordered(
                "serviceName", openTelemetry.serviceName(),
                "logging", openTelemetry.logging(),
                "tracing", openTelemetry.tracing(),
                "metrics", openTelemetry.metrics()));
        return all;
    }

    /** With a unit where that is exact; a number alone is one of bytes. */
    private static Object size(long bytes) {
        String text = Size.text(bytes);
        return text.endsWith("iB") ? text : bytes;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return all;
    }
}
