package io.pushmi.runtime.configuration;

import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One reading of the configuration, from its sources to its records. */
final class ConfigurationReading {
    /** Nothing that moves here from elsewhere can have keys in these: what is unknown there is a mistake. */
    private static final Set<String> OUR_OWN = Set.of("storage", "limits", "security");

    private final Path dolittleFolder;
    private final Map<String, String> environment;
    private final Problems problems = new Problems();
    private final List<String> warnings = new ArrayList<>();

    ConfigurationReading(Path dolittleFolder, Map<String, String> environment) {
        this.dolittleFolder = dolittleFolder;
        this.environment = environment;
    }

    RuntimeConfiguration read() {
        SettingNode settings = SettingNode.root();
        new DolittleFolder(dolittleFolder, problems).apply(settings, warnings);
        EnvironmentVariables.apply(environment, settings, problems);
        // Half of the sources would make settings look wrong that are not.
        problems.refuseIfAny();

        Section root = Section.root(settings, problems);
        acceptWithoutEffect(root);
        RuntimeConfiguration configuration = new RuntimeConfiguration(
                Endpoints.read(root.section("endpoints"), warnings),
                Platform.read(root.section("platform")),
                StorageConfiguration.read(root.section("storage")),
                Limits.read(root.section("limits")),
                Processing.read(root.section("processing")),
                tenants(root.section("tenants")),
                MicroserviceAddress.readAll(root.section("microservices")),
                root.section("eventHorizon").get("requireConsent", Expected.SWITCH, true),
                OpenTelemetry.read(root.section("opentelemetry")),
                withUnknownKeys(settings));
        problems.refuseIfAny();
        return configuration;
    }

    /** Switches between implementations of which there is only one here. */
    private static void acceptWithoutEffect(Section root) {
        root.section("reverseCalls").find("useActors", Expected.SWITCH);
        root.section("processing").section("eventhandlers").find("fast", Expected.SWITCH);
        root.section("security");
    }

    private static Map<TenantId, TenantConfiguration> tenants(Section section) {
        Map<TenantId, TenantConfiguration> tenants = new LinkedHashMap<>();
        section.eachById(
                (id, tenant) -> tenants.put(new TenantId(id), TenantConfiguration.read(new TenantId(id), tenant)));
        if (tenants.isEmpty()) {
            tenants.put(TenantId.DEVELOPMENT, TenantConfiguration.unconfigured(TenantId.DEVELOPMENT));
        }
        return Collections.unmodifiableMap(tenants);
    }

    /** Must come last: a key is unknown when nobody has asked for it by then. */
    private List<String> withUnknownKeys(SettingNode settings) {
        List<SettingNode> unknown = new ArrayList<>();
        settings.collectUnknown(unknown);
        for (SettingNode node : unknown) {
            String section = node.key().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
            if (OUR_OWN.contains(section)) {
                problems.add(node.key(), node.origin(), "found an unknown key", "one of the keys of " + section);
            } else {
                warnings.add(Shown.line(node.key() + " (" + node.origin() + ") is unknown and has no effect"));
            }
        }
        return warnings;
    }
}
