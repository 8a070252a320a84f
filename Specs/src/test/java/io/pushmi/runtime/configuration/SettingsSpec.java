package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key, written in each of the ways in which it may be written. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SettingsSpec {
    private static final String ID = "6b2f7d5e-0a6c-4b0e-8f61-0c4b2f0f5a11";
    private static final String READ_MODELS = "tenants." + TENANT + ".resources.readModels.";
    private static final String EVENT_STORE = "tenants." + TENANT + ".resources.eventStore.";
    private static final String CONSENT = "tenants." + TENANT + ".eventHorizons." + MICROSERVICE + ".consents.0.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("rows")
    void can_be_written_in_yaml(Row row) {
        row.verify(new Scenario(folder).runtimeYml(yaml(row, Function.identity())));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void can_be_written_in_yaml_in_any_case(Row row) {
        row.verify(new Scenario(folder).file("runtime.conf", yaml(row, key -> key.toUpperCase(Locale.ROOT))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void can_be_written_in_json(Row row) {
        row.verify(new Scenario(folder).file("runtime.json", json(row)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void can_be_given_in_capitals_by_the_environment(Row row) {
        Scenario scenario = new Scenario(folder);
        row.settings().forEach(setting -> scenario.environment(setting.key(), setting.value()));
        row.verify(scenario);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void can_be_given_as_dotnet_writes_it_by_the_environment(Row row) {
        Scenario scenario = new Scenario(folder);
        row.settings()
                .forEach(setting ->
                        scenario.variable("Dolittle__Runtime__" + setting.key().replace(".", "__"), setting.value()));
        row.verify(scenario);
    }

    static Stream<Row> rows() {
        return Stream.of(endpointRows(), platformRows(), ownRows(), otherRows(), tenantRows())
                .flatMap(Function.identity());
    }

    private static Stream<Row> endpointRows() {
        List<Row> rows = new ArrayList<>();
        for (EndpointName name : EndpointName.values()) {
            String key = "endpoints." + name.key();
            rows.add(row(key + ".port", "4711", c -> c.endpoint(name).port(), 4711));
            rows.add(row(key + ".port", "0", c -> c.endpoint(name).port(), 0));
            rows.add(row(key + ".host", "10.0.0.7", c -> c.endpoint(name).host(), "10.0.0.7"));
            rows.add(row(key + ".host", "::1", c -> c.endpoint(name).host(), "::1"));
            rows.add(row(key + ".enabled", "false", c -> c.endpoint(name).enabled(), false));
        }
        return rows.stream();
    }

    private static Stream<Row> platformRows() {
        return Stream.of(
                row("platform.customerID", ID, c -> c.platform().customerId().value(), UUID.fromString(ID)),
                row("platform.customerName", "Ada", c -> c.platform().customerName(), "Ada"),
                row(
                        "platform.applicationID",
                        ID,
                        c -> c.platform().applicationId().value(),
                        UUID.fromString(ID)),
                row("platform.applicationName", "7", c -> c.platform().applicationName(), "7"),
                row(
                        "platform.microserviceID",
                        ID,
                        c -> c.platform().configuredMicroservice(),
                        Optional.of(new MicroserviceId(UUID.fromString(ID)))),
                row(
                        "platform.microserviceID",
                        ID.replace("-", ""),
                        c -> c.platform().microserviceId(),
                        new MicroserviceId(UUID.fromString(ID))),
                row("platform.microserviceName", "Orders", c -> c.platform().microserviceName(), "Orders"),
                row(
                        "platform.environment",
                        "Production",
                        c -> c.platform().environment(),
                        new Environment("Production")),
                row(
                        "platform.environment",
                        "Development",
                        c -> c.platform().configuredEnvironment(),
                        Optional.of(Environment.DEVELOPMENT)));
    }

    private static Stream<Row> ownRows() {
        return Stream.of(
                row("storage.path", "/var/lib/pushmi", c -> c.storage().path(), Path.of("/var/lib/pushmi")),
                row("storage.freeSpaceReserve", "0", c -> c.storage().freeSpaceReserve(), 0L),
                row("storage.memory", "1GiB", c -> c.storage().memory(), 1L << 30),
                row("limits.event", "1MB", c -> c.limits().event(), 1_000_000L),
                row("limits.commit", "5 MiB", c -> c.limits().commit(), 5L << 20),
                row("limits.commit", "1KiB", c -> c.limits().event(), 1024L),
                row("limits.message", "32MiB", c -> c.limits().message(), 32 << 20),
                row("limits.wait", "500ms", c -> c.limits().commitWait(), Duration.ofMillis(500)),
                row("limits.pendingCommits", "20000000", c -> c.limits().pendingCommits(), 20_000_000L),
                row("limits.concurrentCalls", "17", c -> c.limits().concurrentCalls(), 17),
                row("processing.window", "50", c -> c.processing().window(), 50),
                row("processing.saveAfter", "1s", c -> c.processing().saveAfter(), Duration.ofSeconds(1)),
                row("processing.callTimeout", "1h", c -> c.processing().callTimeout(), Duration.ofHours(1)),
                row("processing.grace", "500ms", c -> c.processing().grace(), Duration.ofMillis(500)),
                row("processing.troubledPartitions", "7", c -> c.processing().troubledPartitions(), 7),
                row("processing.queue", "3", c -> c.processing().queue(), 3));
    }

    private static Stream<Row> otherRows() {
        return Stream.of(
                row("reverseCalls.useActors", "false", RuntimeConfiguration::warnings, List.of()),
                row("processing.eventhandlers.fast", "true", RuntimeConfiguration::warnings, List.of()),
                row(
                        "opentelemetry.endpoint",
                        "http://collector:4317",
                        c -> c.openTelemetry().endpoint(),
                        Optional.of(URI.create("http://collector:4317"))),
                row(
                        "opentelemetry.serviceName",
                        "orders",
                        c -> c.openTelemetry().serviceName(),
                        "orders"),
                row("opentelemetry.logging", "False", c -> c.openTelemetry().logging(), false),
                row("opentelemetry.tracing", "false", c -> c.openTelemetry().tracing(), false),
                row("opentelemetry.metrics", "FALSE", c -> c.openTelemetry().metrics(), false),
                row("eventHorizon.requireConsent", "false", RuntimeConfiguration::requiresConsent, false),
                new Row(
                        List.of(
                                new Pair("microservices." + MICROSERVICE + ".host", "producer.example"),
                                new Pair("microservices." + MICROSERVICE + ".port", "50052")),
                        RuntimeConfiguration::microservices,
                        Map.of(
                                new MicroserviceId(UUID.fromString(MICROSERVICE)),
                                new MicroserviceAddress("producer.example", 50052))));
    }

    private static Stream<Row> tenantRows() {
        return Stream.of(
                readModels("mongodb://db:27018/shop", "connectionString", "mongodb://db:27018", "database", "shop"),
                readModels("mongodb://db:27018/shop", "host", "mongodb://db:27018", "database", "shop"),
                readModels("mongodb://db/shop?tls=true", "host", "db", "database", "shop", "useSSL", "true"),
                readModels("mongodb://localhost:27017/shop", "database", "shop", "maxConnectionPoolSize", "1000"),
                eventStore("mongodb+srv://db/?w=1", OptionalInt.empty(), "connectionString", "mongodb+srv://db/?w=1"),
                eventStore("mongodb://a:1,b", OptionalInt.empty(), "servers.0", "a:1", "servers.1", "b"),
                eventStore("mongodb://a", OptionalInt.of(1000), "servers.0", "a", "maxConnectionPoolSize", "1000"),
                new Row(
                        List.of(
                                new Pair(CONSENT + "consumerTenant", ID),
                                new Pair(CONSENT + "stream", MICROSERVICE),
                                new Pair(CONSENT + "partition", "5"),
                                new Pair(CONSENT + "consent", TENANT)),
                        c -> tenant(c).consents(),
                        List.of(new EventHorizonConsent(
                                new MicroserviceId(UUID.fromString(MICROSERVICE)),
                                new TenantId(UUID.fromString(ID)),
                                UUID.fromString(MICROSERVICE),
                                "5",
                                UUID.fromString(TENANT)))));
    }

    private static Row readModels(String expected, String... settings) {
        return new Row(pairs(READ_MODELS, settings), c -> tenant(c).readModels(), new ReadModels(expected, false));
    }

    private static Row eventStore(String expected, OptionalInt poolSize, String... settings) {
        List<Pair> pairs = new ArrayList<>(pairs(EVENT_STORE, settings));
        pairs.add(new Pair(EVENT_STORE + "database", "event_store"));
        return new Row(
                pairs,
                c -> tenant(c).eventStore(),
                Optional.of(new MongoEventStore(expected, "event_store", poolSize)));
    }

    private static List<Pair> pairs(String prefix, String... settings) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < settings.length; i += 2) {
            pairs.add(new Pair(prefix + settings[i], settings[i + 1]));
        }
        return pairs;
    }

    private static Row row(String key, String value, Function<RuntimeConfiguration, Object> read, Object expected) {
        return new Row(List.of(new Pair(key, value)), read, expected);
    }

    private static TenantConfiguration tenant(RuntimeConfiguration configuration) {
        return Objects.requireNonNull(configuration.tenants().get(new TenantId(UUID.fromString(TENANT))));
    }

    /** Each setting on a path of its own would repeat sections, so they share what they have in common. */
    private static String[] yaml(Row row, Function<String, String> spelling) {
        List<String> lines = new ArrayList<>();
        List<String> open = List.of();
        for (Pair setting : row.settings()) {
            List<String> path = List.of(spelling.apply(setting.key()).split("\\."));
            int shared = 0;
            while (shared < open.size()
                    && shared < path.size() - 1
                    && open.get(shared).equals(path.get(shared))) {
                shared++;
            }
            for (int depth = shared; depth < path.size(); depth++) {
                String value = depth == path.size() - 1 ? " " + setting.value() : "";
                lines.add("  ".repeat(depth) + path.get(depth) + ":" + value);
            }
            open = path;
        }
        return lines.toArray(String[]::new);
    }

    private static String[] json(Row row) {
        List<String> lines = new ArrayList<>();
        int depth = 0;
        List<String> open = List.of();
        lines.add("{");
        for (Pair setting : row.settings()) {
            List<String> path = List.of(setting.key().split("\\."));
            int shared = 0;
            while (shared < open.size() - 1
                    && shared < path.size() - 1
                    && open.get(shared).equals(path.get(shared))) {
                shared++;
            }
            lines.add("}".repeat(depth - shared) + (open.isEmpty() ? "" : ","));
            for (depth = shared; depth < path.size() - 1; depth++) {
                lines.add("\t\"" + path.get(depth) + "\": {");
            }
            lines.add("\t\"" + path.get(depth) + "\": \"" + setting.value() + "\"");
            open = path;
        }
        lines.add("}".repeat(depth + 1));
        return lines.toArray(String[]::new);
    }

    record Pair(String key, String value) {}

    record Row(List<Pair> settings, Function<RuntimeConfiguration, Object> read, Object expected) {
        void verify(Scenario scenario) {
            RuntimeConfiguration configuration = scenario.load();

            assertThat(read.apply(configuration)).isEqualTo(expected);
            assertThat(configuration.warnings()).isEmpty();
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }
}
