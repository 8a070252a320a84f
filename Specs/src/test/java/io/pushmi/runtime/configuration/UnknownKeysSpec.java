package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnknownKeysSpec {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"storage.pth", "limits.events", "security.tls.certificate", "Security.x", "storage.path2.deep"})
    void are_refused_in_the_sections_that_are_ours(String key) {
        InvalidConfiguration byFile = new Scenario(folder)
                .runtimeYml(key.replace(".", ": {") + ": 1" + closing(key))
                .refusal();
        assertThat(byFile.problems())
                .singleElement()
                .asString()
                .startsWith(topmost(key) + " (")
                .contains("runtime.yml, line 1): found an unknown key");

        InvalidConfiguration byVariable =
                new Scenario(folder.resolve("none")).environment(key, "1").refusal();
        assertThat(byVariable.problems())
                .singleElement()
                .asString()
                .startsWithIgnoringCase(topmost(key) + " (DOLITTLE__RUNTIME__")
                .contains("found an unknown key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strage.path",
                "endpoints.public.hots",
                "endpoints.telnet.port",
                "eventStore.backwardsCompatibility.version",
                "tenants." + TENANT + ".resources.embeddings.database",
                "tenants." + TENANT + ".name",
            })
    void are_warned_of_elsewhere(String key) {
        RuntimeConfiguration byVariable =
                new Scenario(folder).environment(key, "1").load();

        assertThat(byVariable.warnings())
                .singleElement()
                .asString()
                .contains("(DOLITTLE__RUNTIME__")
                .endsWith("is unknown and has no effect");
    }

    @Test
    void are_named_once_however_much_is_below_them() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml(
                        "reverseCalls: {useActors: true}",
                        "Dolittle:",
                        "  runtime:",
                        "    endpoints: {public: {port: 1}}")
                .load();

        assertThat(configuration.warnings())
                .containsExactly(
                        "Dolittle (" + folder.resolve("runtime.yml") + ", line 3) is unknown and has no effect");
    }

    private static String topmost(String key) {
        String[] names = key.split("\\.", -1);
        return names[0] + "." + names[1];
    }

    private static String closing(String key) {
        return "}".repeat(key.split("\\.", -1).length - 1);
    }
}
