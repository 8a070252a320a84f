package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DefaultConfigurationSpec {
    private static final long MIB = 1024 * 1024;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PUBLIC, 0.0.0.0, 50052",
        "PRIVATE, 0.0.0.0, 50053",
        "PRIVATE_V5, 0.0.0.0, 50054",
        "MANAGEMENT, 127.0.0.1, 51052",
        "MANAGEMENT_WEB, 127.0.0.1, 51152",
        "WEB, 0.0.0.0, 8001",
        "METRICS, 0.0.0.0, 9700",
    })
    void listens_on_the_well_known_ports(EndpointName name, String host, int port) {
        assertThat(defaults().endpoint(name)).isEqualTo(new Endpoint(host, port, true));
    }

    @Test
    void belongs_to_nothing_in_particular() {
        Platform platform = defaults().platform();

        assertThat(platform.customerId()).hasToString("ca900ec9-bae8-462e-b262-fa3efc825ca8");
        assertThat(platform.applicationId()).hasToString("4fe9492c-1d19-4e6b-be72-03208789906e");
        assertThat(platform.microserviceId()).isEqualTo(MicroserviceId.NOT_SET);
        assertThat(List.of(platform.customerName(), platform.applicationName(), platform.microserviceName()))
                .containsOnly("[Not Set]");
        assertThat(platform.environment()).isEqualTo(Environment.DEVELOPMENT);
        assertThat(platform.configuredMicroservice()).isEmpty();
        assertThat(platform.configuredEnvironment()).isEmpty();
    }

    @Test
    void hands_out_events_in_a_narrow_window_to_clients_that_may_take_their_time() {
        assertThat(defaults().processing())
                .isEqualTo(new Processing(
                        500, Duration.ofMillis(250), Duration.ofMinutes(10), Duration.ofSeconds(10), 10_000, 256));
    }

    @Test
    void keeps_events_in_the_embedded_store_below_the_working_directory() {
        assertThat(defaults().storage()).isEqualTo(new StorageConfiguration(Path.of("./data"), 512 * MIB, 256 * MIB));
    }

    @Test
    void limits_what_one_caller_may_ask_for() {
        assertThat(defaults().limits())
                .isEqualTo(new Limits(4 * MIB, 12 * MIB, (int) (16 * MIB), Duration.ofSeconds(10), 128 * MIB, 1000));
    }

    @Test
    void serves_exactly_the_development_tenant() {
        assertThat(defaults().tenants())
                .isEqualTo(Map.of(
                        TenantId.DEVELOPMENT,
                        new TenantConfiguration(
                                new ReadModels(
                                        "mongodb://localhost:27017/readmodels-445f8ea8-1a6f-40d7-b2fc-796dba92dc44",
                                        true),
                                Optional.empty(),
                                List.of())));
    }

    @Test
    void knows_no_producers_and_requires_consent() {
        assertThat(defaults().microservices()).isEmpty();
        assertThat(defaults().requiresConsent()).isTrue();
    }

    @Test
    void exports_nothing() {
        assertThat(defaults().openTelemetry())
                .isEqualTo(new OpenTelemetry(Optional.empty(), "dolittle-runtime", true, true, true));
    }

    @Test
    void are_the_same_without_a_folder_and_touch_nothing() {
        Path missing = folder.resolve("missing");

        RuntimeConfiguration configuration = RuntimeConfiguration.load(missing, Map.of("PATH", "/bin"));

        assertThat(configuration).isEqualTo(defaults());
        assertThat(configuration.warnings()).isEmpty();
        assertThat(missing).matches(Files::notExists);
    }

    @Test
    void are_the_same_with_files_that_say_nothing() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("# nothing yet", "storage:", "tenants: {}", "endpoints: ~")
                .file("platform.json", "{}")
                .file("notes.txt", "not ours")
                .load();

        assertThat(configuration).isEqualTo(defaults());
    }

    private RuntimeConfiguration defaults() {
        return RuntimeConfiguration.load(folder.resolve("none"), Map.of());
    }
}
