package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.OTHER_TENANT;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LegacyFilesSpec {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"endpoints.json", "endpoints.yml", "endpoints.x", "Endpoints.json", "endpoints"})
    void may_have_any_extension(String name) {
        RuntimeConfiguration configuration =
                scenario().file(name, "{\"public\": {\"port\": 4711}}").load();

        assertThat(configuration.endpoint(EndpointName.PUBLIC).port()).isEqualTo(4711);
    }

    @Test
    void endpoints_go_to_the_endpoints() {
        RuntimeConfiguration configuration = scenario()
                .file("endpoints.json", "{\"private\": {\"port\": 1}, \"management\": {\"port\": 2}}")
                .load();

        assertThat(configuration.endpoint(EndpointName.PRIVATE).port()).isEqualTo(1);
        assertThat(configuration.endpoint(EndpointName.MANAGEMENT).port()).isEqualTo(2);
        assertThat(configuration.endpoint(EndpointName.PUBLIC).port()).isEqualTo(50052);
    }

    @Test
    void metrics_go_to_the_endpoint_of_the_metrics() {
        RuntimeConfiguration configuration =
                scenario().file("metrics.json", "{\"port\": 9701}").load();

        assertThat(configuration.endpoint(EndpointName.METRICS).port()).isEqualTo(9701);
    }

    @Test
    void the_platform_goes_to_the_platform() {
        RuntimeConfiguration configuration = scenario()
                .file("platform.json", "{\"microserviceID\": \"" + MICROSERVICE + "\", \"environment\": \"Staging\"}")
                .load();

        assertThat(configuration.platform().microserviceId()).hasToString(MICROSERVICE);
        assertThat(configuration.platform().environment()).hasToString("Staging");
    }

    @Test
    void microservices_go_to_the_microservices() {
        RuntimeConfiguration configuration = scenario()
                .file("microservices.json", "{\"" + MICROSERVICE + "\": {\"host\": \"producer\", \"port\": 50052}}")
                .load();

        assertThat(configuration.microservices())
                .containsEntry(
                        new MicroserviceId(UUID.fromString(MICROSERVICE)), new MicroserviceAddress("producer", 50052));
    }

    @Test
    void tenants_are_not_read_and_that_is_said() {
        RuntimeConfiguration configuration = scenario()
                .file("tenants.json", "{\"" + OTHER_TENANT + "\": {}}")
                .load();

        assertThat(configuration.tenants()).containsOnlyKeys(TenantId.DEVELOPMENT);
        assertThat(configuration.warnings()).singleElement().asString().contains("tenants.json is not read");
    }

    @Test
    void two_of_a_kind_are_refused() {
        InvalidConfiguration refusal = scenario()
                .file("platform.json", "{}")
                .file("platform.yml", "environment: Staging")
                .refusal();

        assertThat(refusal).hasMessageContainingAll("platform.json", "platform.yml", "expected one file");
    }

    @Nested
    class when_there_are_resources {
        @Test
        void they_become_the_tenants_and_their_resources() {
            TenantConfiguration tenant = scenario()
                    .file(
                            "resources.json",
                            "{\"" + TENANT + "\": {",
                            "  \"readModels\": {\"host\": \"mongodb://db:27017\", \"database\": \"rm\", \"useSSL\": false},",
                            "  \"eventStore\": {\"servers\": [\"db:27017\", \"db2\"], \"database\": \"es\",",
                            "    \"maxConnectionPoolSize\": 1000},",
                            "  \"projections\": {\"database\": \"p\"}}}")
                    .tenant();

            assertThat(tenant.readModels()).isEqualTo(new ReadModels("mongodb://db:27017/rm", false));
            assertThat(tenant.eventStore())
                    .isEqualTo(Optional.of(new MongoEventStore("mongodb://db:27017,db2", "es", OptionalInt.of(1000))));
        }

        @Test
        void no_tenant_of_the_newer_file_is_left() {
            RuntimeConfiguration configuration = scenario()
                    .runtimeYml("tenants:", "  " + TENANT + ":", "    resources:", "      readModels: {database: old}")
                    .file("resources.json", "{\"" + OTHER_TENANT + "\": {}}")
                    .load();

            assertThat(configuration.tenants()).containsOnlyKeys(tenant(OTHER_TENANT));
        }

        @Test
        void empty_ones_leave_the_development_tenant_alone() {
            RuntimeConfiguration configuration = scenario()
                    .runtimeYml("tenants:", "  " + OTHER_TENANT + ":")
                    .file("resources.json", "{}")
                    .load();

            assertThat(configuration.tenants()).containsOnlyKeys(TenantId.DEVELOPMENT);
        }

        @Test
        void consents_of_the_older_file_stay() {
            RuntimeConfiguration configuration = scenario()
                    .file("resources.json", "{\"" + TENANT + "\": {}}")
                    .file("event-horizon-consents.json", consents("partition-1"))
                    .load();

            assertThat(consented(configuration))
                    .extracting(EventHorizonConsent::partition)
                    .containsExactly("partition-1");
        }
    }

    @Nested
    class when_there_are_consents {
        @Test
        void they_go_to_the_producing_tenant() {
            assertThat(consented(scenario()
                            .file("event-horizon-consents.json", consents("5"))
                            .load()))
                    .containsExactly(new EventHorizonConsent(
                            new MicroserviceId(UUID.fromString(MICROSERVICE)),
                            tenant(OTHER_TENANT),
                            UUID.fromString(MICROSERVICE),
                            "5",
                            UUID.fromString(TENANT)));
        }

        @Test
        void each_consumer_keeps_all_of_its_own() {
            assertThat(consented(scenario()
                            .file("event-horizon-consents.json", consents("a", "b", ""))
                            .load()))
                    .extracting(EventHorizonConsent::partition)
                    .containsExactly("a", "b", "");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"" + TENANT + "\": [{\"tenant\": \"" + TENANT + "\"}]}",
                    "{\"" + TENANT + "\": \"all\"}",
                    "{\"" + TENANT + "\": [\"all\"]}",
                    "{\"" + TENANT + "\": [{\"microservice\": \"x\", \"partition\": \"p\"}]}",
                    "{\"" + TENANT + "\": [{\"microservice\": \"" + MICROSERVICE + "\"}]}",
                    "[]",
                })
        void incomplete_ones_are_refused(String text) {
            assertThat(scenario().file("event-horizon-consents.json", text).refusal())
                    .hasMessageContainingAll("event-horizon-consents.json, line 1", "expected");
        }
    }

    private Scenario scenario() {
        return new Scenario(folder);
    }

    private static List<EventHorizonConsent> consented(RuntimeConfiguration configuration) {
        return Objects.requireNonNull(configuration.tenants().get(tenant(TENANT)))
                .consents();
    }

    private static String consents(String... partitions) {
        StringBuilder list = new StringBuilder();
        for (String partition : partitions) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append("{\"microservice\": \"" + MICROSERVICE + "\", \"tenant\": \"" + OTHER_TENANT + "\", ")
                    .append("\"stream\": \"" + MICROSERVICE + "\", \"partition\": \"" + partition + "\", ")
                    .append("\"consent\": \"" + TENANT + "\"}");
        }
        return "{\"" + TENANT + "\": [" + list + "]}";
    }

    private static TenantId tenant(String id) {
        return new TenantId(UUID.fromString(id));
    }
}
