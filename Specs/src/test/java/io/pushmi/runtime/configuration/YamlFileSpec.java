package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class YamlFileSpec {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "007",
                "1_000",
                "0x1F",
                "+5",
                "1.50",
                "1e3",
                "True",
                "yes",
                "off",
                "2024-01-01",
                "'null'",
                "\"~\"",
                "10:30",
                "!!str 5",
                "!!int 5"
            })
    void scalars_keep_their_text(String written) {
        String text = written.replaceAll("['\"]|!!\\w+ ", "");

        assertThat(customerName("platform: {customerName: " + written + "}")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "null", "", "''"})
    void nothing_is_nothing(String written) {
        assertThat(customerName("platform:\n  customerName: " + written)).isEqualTo("[Not Set]");
    }

    @Test
    void anchors_can_be_repeated() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .runtimeYml(
                        "endpoints:",
                        "  public: &all {host: &loopback 127.0.0.1, port: 0}",
                        "  private: *all",
                        "  web: {host: *loopback}")
                .load();

        assertThat(configuration.endpoint(EndpointName.PRIVATE)).isEqualTo(new Endpoint("127.0.0.1", 0, true));
        assertThat(configuration.endpoint(EndpointName.WEB)).isEqualTo(new Endpoint("127.0.0.1", 8001, true));
    }

    @Test
    void aliases_of_aliases_do_not_fill_the_memory() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a" + i + ": &a" + i + " [")
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a" + (i - 1) + "]\n");
        }

        assertThat(new Scenario(folder).runtimeYml(text.toString()).refusal())
                .hasMessageContainingAll("runtime.yml, line", "at most 100000 keys");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 900, 20_000})
    void nesting_is_bounded(int depth) {
        assertThat(new Scenario(folder)
                        .runtimeYml("a: " + "[".repeat(depth) + "]".repeat(depth))
                        .refusal())
                .hasMessageContaining("runtime.yml");
    }

    @Test
    void json_may_be_indented_by_tabs_and_start_with_a_byte_order_mark() {
        assertThat(customerName(
                        "\uFEFF\r\n{\r\n\t\"platform\":\t{\r\n\t\t\"customerName\":\"A\\/\\u00e6\"\r\n\t}\r\n}\r\n"))
                .isEqualTo("A/æ");
    }

    @Test
    void json_may_have_any_number_of_backslashes() {
        assertThat(customerName("{\"platform\": {\"customerName\": \"" + "\\\\".repeat(200_000) + "/\"}}"))
                .isEqualTo("\\".repeat(200_000) + "/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: b: c' | 1 | 5",
                "'platform:\n  customerName: [a' | 2 | ",
                "'platform:\n\tcustomerName: a' | 2 | 1",
                "'{\"platform\": {' | 1 | ",
                "'a: *missing' | 1 | ",
                "'a: &a [*a]' | 1 | ",
                "'a: \"unfinished' | 1 | ",
                "'a: 1\nA: 2' | 2 | ",
                "'? [a]\n: b' | 1 | ",
                "'- a' | 1 | ",
                "'text' | 1 | ",
                "'a: 1\n---\nb: 2' | 2 | ",
                "'a: @b' | 1 | 4",
            })
    void malformed_ones_are_refused_with_their_place(String text, int line, String column) {
        InvalidConfiguration refusal = new Scenario(folder).runtimeYml(text).refusal();

        assertThat(refusal.getMessage())
                .startsWith(folder.resolve("runtime.yml") + ", line " + line)
                .contains(column == null ? "expected" : "column " + column)
                .hasLineCount(1);
    }

    @Test
    void other_encodings_are_refused() {
        assertThat(new Scenario(folder)
                        .bytes("runtime.yml", "platform: {customerName: æ}".getBytes(StandardCharsets.ISO_8859_1))
                        .refusal())
                .hasMessageContainingAll("runtime.yml", "expected text in UTF-8");
    }

    private String customerName(String text) {
        return new Scenario(folder).runtimeYml(text).load().platform().customerName();
    }
}
