package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.OTHER_TENANT;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrecedenceSpec {
    private static final String SERVERS = "tenants." + TENANT + ".resources.eventStore.servers.";

    @TempDir
    Path folder;

    @Test
    void later_sources_win_and_the_others_show_through() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("endpoints:", "  public: {port: 1}", "  private: {port: 2}", "  web: {port: 3}")
                .file("endpoints.json", "{\"Private\": {\"Port\": 22}, \"web\": {\"port\": 33}}")
                .environment("endpoints.web.port", "333")
                .load();

        assertThat(configuration.endpoint(EndpointName.PUBLIC).port()).isEqualTo(1);
        assertThat(configuration.endpoint(EndpointName.PRIVATE).port()).isEqualTo(22);
        assertThat(configuration.endpoint(EndpointName.WEB).port()).isEqualTo(333);
        assertThat(configuration.endpoint(EndpointName.METRICS).port()).isEqualTo(9700);
    }

    @Test
    void the_metrics_file_wins_over_the_endpoints_file() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .file("endpoints.json", "{\"metrics\": {\"port\": 1}}")
                .file("metrics.json", "{\"port\": 2}")
                .load();

        assertThat(configuration.endpoint(EndpointName.METRICS).port()).isEqualTo(2);
    }

    @Test
    void a_wrong_value_that_is_replaced_does_no_harm() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("endpoints: {public: {port: wrong}}")
                .environment("endpoints.public.port", "1")
                .load();

        assertThat(configuration.endpoint(EndpointName.PUBLIC).port()).isEqualTo(1);
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("platform: {environment: Staging}")
                .environment("platform.environment", " ")
                .environment("endpoints.public.port", "")
                .load();

        assertThat(configuration.platform().environment()).hasToString("Staging");
        assertThat(configuration.endpoint(EndpointName.PUBLIC).port()).isEqualTo(50052);
    }

    @Test
    void an_empty_section_does_not_take_away_what_an_earlier_source_said() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("platform: {environment: Staging}")
                .file("platform.json", "{\"environment\": null}")
                .load();

        assertThat(configuration.platform().environment()).hasToString("Staging");
    }

    @Test
    void the_environment_replaces_single_elements_of_a_list() {
        TenantConfiguration tenant = new Scenario(folder)
                .runtimeYml(
                        "tenants:",
                        "  " + TENANT + ":",
                        "    resources:",
                        "      eventStore: {database: es, servers: [a, b]}")
                .environment(SERVERS + "1", "bb")
                .environment(SERVERS + "2", "c")
                .environment(SERVERS + "10", "d")
                .tenant();

        assertThat(tenant.eventStore())
                .hasValueSatisfying(
                        store -> assertThat(store.connectionString()).isEqualTo("mongodb://a,bb,c,d"));
    }

    @Test
    void ids_are_the_same_key_however_they_are_written() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("microservices:", "  " + MICROSERVICE + ": {host: a, port: 1}")
                .file("microservices.json", "{\"{" + MICROSERVICE.toUpperCase(Locale.ROOT) + "}\": {\"port\": 2}}")
                .environment("microservices." + MICROSERVICE.replace("-", "") + ".host", "b")
                .load();

        assertThat(configuration.microservices().values()).containsExactly(new MicroserviceAddress("b", 2));
    }

    @Test
    void tenants_stay_in_the_order_in_which_they_are_written() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml("tenants:", "  " + OTHER_TENANT + ": {}", "  " + TENANT + ":")
                .load();

        assertThat(configuration.tenants().keySet())
                .extracting(Object::toString)
                .containsExactly(OTHER_TENANT, TENANT);
    }

    @Test
    void other_variables_are_none_of_our_business() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .variable("DOLITTLE__RUNTIME", "1")
                .variable("DOLITTLE__OTHER__STORAGE__PATH", "1")
                .variable("DOLITTLE_RUNTIME_STORAGE_PATH", "1")
                .variable("Logging__Console__FormatterName", "")
                .load();

        assertThat(configuration).isEqualTo(new Scenario(folder).load());
    }
}
