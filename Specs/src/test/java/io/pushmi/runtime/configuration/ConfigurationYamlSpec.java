package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.OTHER_TENANT;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigurationYamlSpec {
    private static final String ID = "6b2f7d5e-0a6c-4b0e-8f61-0c4b2f0f5a11";

    /** What is shown below another name than that of the record's component, or not at all. */
    private static final Map<String, String> ELSEWHERE =
            Map.of("requiresConsent", "eventHorizon", "openTelemetry", "opentelemetry");

    @TempDir
    Path folder;

    @Test
    void shows_everything_that_is_in_force() {
        RuntimeConfiguration configuration = everything();

        String shown = configuration.asYaml();

        assertThat(new Scenario(folder).file("runtime.yml", shown).load()).isEqualTo(configuration);
    }

    @Test
    void shows_the_defaults_so_that_nothing_changes_when_they_are_written_down() {
        String shown = new Scenario(folder).load().asYaml();

        RuntimeConfiguration written =
                new Scenario(folder).file("runtime.yml", shown).load();
        assertThat(written.asYaml()).isEqualTo(shown);
        assertThat(written.warnings()).isEmpty();
        assertThat(shown).contains("freeSpaceReserve: 512MiB", "wait: 10s", "port: 50053");
        assertThat(shown).doesNotContain("microserviceID", "environment");
    }

    @Test
    void leaves_no_part_of_the_configuration_out() {
        Map<String, Object> shown = new Yaml().load(new Scenario(folder).load().asYaml());

        assertThat(Arrays.stream(RuntimeConfiguration.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("warnings"))
                        .map(name -> ELSEWHERE.getOrDefault(name, name)))
                .containsExactlyInAnyOrderElementsOf(shown.keySet());
    }

    @Test
    void masks_credentials() {
        String shown = new Scenario(folder)
                .environment("tenants." + TENANT + ".resources.readModels.connectionString", "mongodb://u:hunter2@db/x")
                .environment(
                        "tenants." + TENANT + ".resources.eventStore.connectionString",
                        "mongodb://db/y?authMechanismProperties=AWS_SESSION_TOKEN:hunter2")
                .environment("opentelemetry.endpoint", "http://u:hunter2@collector:4317")
                .load()
                .asYaml();

        assertThat(shown)
                .contains("mongodb://***@db/x", "mongodb://db/y?***", "http://***@collector:4317")
                .doesNotContain("hunter2");
    }

    private RuntimeConfiguration everything() {
        String consents = "tenants." + TENANT + ".eventHorizons." + MICROSERVICE + ".consents.";
        Scenario scenario = new Scenario(folder)
                .environment("endpoints.public.port", "1234")
                .environment("endpoints.web.enabled", "false")
                .environment("endpoints.management.host", "0.0.0.0")
                .environment("platform.customerID", ID)
                .environment("platform.applicationName", "yes: \"it's\" #1")
                .environment("platform.microserviceID", ID)
                .environment("platform.environment", "Production")
                .environment("storage.freeSpaceReserve", "12345")
                .environment("limits.wait", "1500ms")
                .environment("microservices." + MICROSERVICE + ".host", "other")
                .environment("microservices." + MICROSERVICE + ".port", "50052")
                .environment("eventHorizon.requireConsent", "false")
                .environment("opentelemetry.endpoint", "http://collector:4317")
                .environment("opentelemetry.tracing", "false")
                .environment("tenants." + TENANT + ".resources.readModels.connectionString", "mongodb://db:1/x")
                .environment("tenants." + OTHER_TENANT + ".resources.readModels.connectionString", "mongodb://db:1/y")
                .environment("tenants." + TENANT + ".resources.eventStore.connectionString", "mongodb://db:2/z")
                .environment("tenants." + TENANT + ".resources.eventStore.maxConnectionPoolSize", "7");
        for (int i = 0; i < 2; i++) {
            scenario.environment(consents + i + ".consumerTenant", OTHER_TENANT)
                    .environment(consents + i + ".stream", ID)
                    .environment(consents + i + ".partition", i == 0 ? " a b " : "null")
                    .environment(consents + i + ".consent", ID);
        }
        return scenario.load();
    }
}
