package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusalSpec {
    private static final String RESOURCES = "tenants." + TENANT + ".resources.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoints.public.port | 65536 | a port from 0 to 65535 (0 picks a free one)",
                "endpoints.public.port | -1 | a port from 0 to 65535",
                "endpoints.public.port | 99999999999999999999 | a port",
                "endpoints.web.port | http | a port",
                "endpoints.web.port | 8001.0 | a port",
                "endpoints.privateV5.host | a b | a host name or an IP address",
                "endpoints.privateV5.host | localhost:80 | a host name or an IP address",
                "endpoints.privateV5.host | http://localhost | a host name or an IP address",
                "endpoints.metrics.enabled | yes | true or false",
                "platform.microserviceID | orders | an id such as",
                "platform.customerID | 1-1-1-1-1 | an id such as",
                "storage.freeSpaceReserve | -1 | a size of at least 0 bytes",
                "storage.freeSpaceReserve | lots | a size",
                "storage.freeSpaceReserve | 999999999999999999GiB | a size",
                "storage.memory | 1MiB | a size of at least 16MiB",
                "limits.commit | 13MiB | a size from 1 byte to 12MiB",
                "limits.commit | 0 | a size from 1 byte to 12MiB",
                "limits.event | 12582913 | a size from 1 byte to 12MiB",
                "limits.message | 11MiB | a size from 12MiB to",
                "limits.message | 3GiB | a size from 12MiB to 2147483647 bytes",
                "limits.pendingCommits | 1MiB | a size of at least 12MiB",
                "limits.wait | 10 | a duration from 1ms to 1h with its unit (ms, s, m, h)",
                "limits.wait | 0s | a duration",
                "limits.wait | 2h | a duration",
                "limits.wait | PT10S | a duration",
                "limits.concurrentCalls | 0 | a whole number from 1",
                "limits.concurrentCalls | 1e3 | a whole number from 1",
                "processing.window | 0 | a whole number from 1 to 10000",
                "processing.window | 10001 | a whole number from 1 to 10000",
                "processing.saveAfter | 250 | a duration from 1ms to 1m",
                "processing.saveAfter | 2m | a duration from 1ms to 1m",
                "processing.callTimeout | 0s | a duration from 1ms to 24h",
                "processing.callTimeout | 25h | a duration from 1ms to 24h",
                "processing.grace | 2h | a duration from 1ms to 1h",
                "processing.troubledPartitions | none | a whole number from 1 to 1000000",
                "processing.queue | 0 | a whole number from 1 to 10000",
                "opentelemetry.endpoint | collector:4317 | an address such as http://localhost:4317",
                "opentelemetry.endpoint | http:// | an address",
                "opentelemetry.tracing | 1 | true or false",
                "eventHorizon.requireConsent | never | true or false",
                "reverseCalls.useActors | never | true or false",
                "processing.eventhandlers.fast | 2 | true or false",
                "microservices." + MICROSERVICE + ".port | 0 | a port from 1 to 65535",
                RESOURCES + "readModels.connectionString | http://x | an address such as mongodb://localhost:27017",
                RESOURCES + "readModels.host | db:1 db:2 | a host, or an address such as",
                RESOURCES + "readModels.useSSL | on | true or false",
                RESOURCES + "readModels.database | a/b | the name of a MongoDB database",
                RESOURCES + "readModels.maxConnectionPoolSize | many | a whole number",
                RESOURCES + "eventStore.servers.0 | mongodb://db | a host, or host:port",
                RESOURCES + "eventStore.maxConnectionPoolSize | 0 | a whole number from 1",
                RESOURCES + "eventStore.database | a b | the name of a MongoDB database",
            })
    void names_key_origin_value_and_expectation(String key, String value, String expected) {
        String variable = "DOLITTLE__RUNTIME__" + key.replace(".", "__");

        InvalidConfiguration refusal =
                new Scenario(folder).variable(variable, value).refusal();

        String shown = value.contains("://") || !key.endsWith("connectionString") ? value : "***";
        assertThat(refusal.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(key + " (" + variable + "): found \"" + shown + "\", expected " + expected)
                        .hasLineCount(1));
    }

    @Test
    void names_the_file_and_the_line() {
        InvalidConfiguration refusal = new Scenario(folder)
                .runtimeYml("# ports", "Endpoints:", "  public:", "    Port: seventy")
                .refusal();

        assertThat(refusal)
                .hasMessage("endpoints.public.port (" + folder.resolve("runtime.yml")
                        + ", line 4): found \"seventy\", expected a port from 0 to 65535 (0 picks a free one)");
    }

    @Test
    void tells_everything_that_is_wrong_a_line_each() {
        InvalidConfiguration refusal = new Scenario(folder)
                .runtimeYml("endpoints: {public: {port: x}}", "storage: {memory: y}")
                .environment("limits.wait", "z")
                .refusal();

        assertThat(refusal.problems()).hasSize(3);
        assertThat(refusal.getMessage().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("endpoints.public.port"),
                        line -> assertThat(line).startsWith("storage.memory"),
                        line -> assertThat(line).startsWith("limits.wait"));
    }

    @Test
    void stays_readable_when_very_much_is_wrong() {
        Scenario scenario = new Scenario(folder);
        for (int i = 0; i < 100; i++) {
            scenario.environment("tenants.nobody" + i + ".resources.x", "1");
        }

        InvalidConfiguration refusal = scenario.refusal();

        assertThat(refusal.problems()).hasSize(100);
        assertThat(refusal.getMessage()).hasLineCount(21).endsWith("and 80 more");
    }

    @Test
    void shows_a_value_on_one_line_and_in_part_if_it_is_long() {
        InvalidConfiguration refusal = new Scenario(folder)
                .environment("limits.wait", "first\nsecond\u001b[31m" + "x".repeat(5000))
                .refusal();

        assertThat(refusal.getMessage())
                .hasLineCount(1)
                .contains("first\\u000asecond\\u001b[31m")
                .hasSizeLessThan(600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoints: 5 | endpoints | found a single value, expected settings below this key",
                "security: on | security | found a single value",
                "endpoints: [1] | endpoints.0 | ",
                "endpoints: {public: {port: {number: 1}}} | endpoints.public.port | found settings below this key",
                "tenants: [a] | tenants.0 | an id such as",
                "tenants: {a: {}} | tenants.a | an id such as",
            })
    void refuses_a_wrong_shape_or_warns_where_it_is_unknown(String yaml, String key, String expected) {
        Scenario scenario = new Scenario(folder).runtimeYml(yaml);

        String told = expected == null
                ? String.join("\n", scenario.load().warnings())
                : scenario.refusal().getMessage();

        assertThat(told).startsWith(key + " (").contains(expected == null ? "unknown" : expected);
    }

    @Test
    void a_section_that_is_also_a_value_is_refused() {
        InvalidConfiguration refusal = new Scenario(folder)
                .runtimeYml("endpoints: {public: {port: 1}}")
                .environment("endpoints.public", "2")
                .refusal();

        assertThat(refusal).hasMessageStartingWith("endpoints.public (DOLITTLE__RUNTIME__ENDPOINTS__PUBLIC)");
    }

    @Test
    void a_list_with_names_is_refused() {
        assertThat(new Scenario(folder)
                        .environment(RESOURCES + "eventStore.database", "es")
                        .environment(RESOURCES + "eventStore.servers.first", "db")
                        .refusal())
                .hasMessageContaining("eventStore.servers.first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "microservices: {%s: {port: 1}} | microservices.%s.host (",
                "microservices: {%s: {host: a}} | microservices.%s.port (",
                "microservices: {%s: } | microservices.%s.host (",
                "tenants: {%s: {resources: {eventStore: {servers: [a]}}}} | tenants.%s.resources.eventStore.database (",
                "tenants: {%s: {resources: {eventStore: {database: a}}}} | tenants.%s.resources.eventStore.connectionString (",
            })
    void asks_for_what_has_no_default(String yaml, String key) {
        InvalidConfiguration refusal = new Scenario(folder)
                .runtimeYml(yaml.replace("%s", MICROSERVICE))
                .refusal();

        assertThat(refusal.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(key.replace("%s", MICROSERVICE))
                        .contains("line 1): not set, expected"));
    }

    @Test
    void two_runtime_files_are_refused_by_name() {
        InvalidConfiguration refusal =
                new Scenario(folder).runtimeYml("").file("runtime.json", "{}").refusal();

        assertThat(refusal).hasMessageContainingAll("runtime.json and ", "runtime.yml", "expected one file");
    }

    @Test
    void two_variables_that_differ_in_case_and_value_are_refused() {
        InvalidConfiguration refusal = new Scenario(folder)
                .variable("DOLITTLE__RUNTIME__STORAGE__PATH", "/a")
                .variable("Dolittle__Runtime__Storage__Path", "/b")
                .refusal();

        assertThat(refusal)
                .hasMessageContainingAll("DOLITTLE__RUNTIME__STORAGE__PATH", "Dolittle__Runtime__Storage__Path");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() {
        new Scenario(folder).file("dolittle", "");

        assertThat(new Scenario(folder.resolve("dolittle")).refusal()).hasMessageContaining("expected a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime.yml", "resources.json"})
    void a_folder_in_the_place_of_a_file_is_refused(String name) {
        assertThat(folder.resolve(name).toFile().mkdir()).isTrue();

        assertThat(new Scenario(folder).refusal()).hasMessageContainingAll(name, "expected a readable file");
    }
}
