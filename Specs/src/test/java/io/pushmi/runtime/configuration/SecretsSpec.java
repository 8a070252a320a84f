package io.pushmi.runtime.configuration;

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
class SecretsSpec {
    private static final String RESOURCES = "tenants." + TENANT + ".resources.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "readModels.connectionString, mongo://user:hunter2@db:27017/x",
        "readModels.connectionString, mongodb://user:hunter2@db 27017",
        "readModels.connectionString, mongodb://us er:hunter2@x/hunter2@db/?a",
        "readModels.connectionString, mongodb//user:hunter2",
        "readModels.connectionString, mongodb:// db/?authMechanismProperties=AWS_SESSION_TOKEN:hunter2",
        "readModels.host, user:hunter2@d b",
        "eventStore.connectionString, user:hunter2@db",
        "eventStore.servers.0, user:hunter2@db",
        "eventStore, mongodb://user:hunter2@db",
        "eventStore.database.password, hunter2",
    })
    void are_not_shown_when_a_value_is_refused(String key, String value) {
        InvalidConfiguration refusal =
                new Scenario(folder).environment(RESOURCES + key, value).refusal();

        assertThat(refusal).hasMessageContaining(RESOURCES + key.replace(".password", ""));
        assertThat(refusal.toString()).doesNotContain("hunter2");
    }

    @Test
    void are_not_shown_when_any_other_address_is_refused() {
        assertThat(new Scenario(folder)
                        .environment("opentelemetry.endpoint", "ftp://user:hunter2@collector")
                        .refusal())
                .hasMessageContaining("found \"ftp://***@collector\"");
    }

    @Test
    void are_not_shown_when_the_file_is_malformed() {
        InvalidConfiguration refusal = new Scenario(folder)
                .runtimeYml("tenants:", "  password: hunter2", " connectionString: [hunter2")
                .refusal();

        assertThat(refusal).hasMessageContaining("malformed");
        assertThat(refusal.getMessage()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientSecret", "storage.password"})
    void are_not_shown_when_a_key_is_unknown(String key) {
        Scenario scenario = new Scenario(folder).environment(key, "hunter2");

        String told = key.startsWith("storage")
                ? scenario.refusal().getMessage()
                : scenario.load().warnings().toString();

        assertThat(told).containsIgnoringCase(key).doesNotContain("hunter2");
    }

    @Test
    void are_kept_for_use_and_not_shown_by_the_records() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .environment(RESOURCES + "readModels.connectionString", "mongodb://user:hunter2@db/x")
                .environment(RESOURCES + "eventStore.connectionString", "mongodb://user:hunter2@db/y")
                .load();

        assertThat(configuration.tenants().values()).singleElement().satisfies(tenant -> {
            assertThat(tenant.readModels().connectionString()).isEqualTo("mongodb://user:hunter2@db/x");
            assertThat(tenant.eventStore()).hasValueSatisfying(store -> {
                assertThat(store.connectionString()).isEqualTo("mongodb://user:hunter2@db/y");
                assertThat(store.database()).isEqualTo("y");
            });
        });
        assertThat(configuration.toString()).contains("mongodb://***@db/x").doesNotContain("hunter2");
    }
}
