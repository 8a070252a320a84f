package io.pushmi.runtime.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JsonContentSpec {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "-0.0e-7",
                "\"\"",
                "null",
                "true",
                " { \"a\" : [ 1 , { } ] } ",
                "{\"a\":1,\"a\":2}",
                "{\"$date\":\"kept as it is\"}",
                "\"\\u0000\\ud800\"",
                "{\"\":\"äöü€😀\"}"
            })
    void any_JSON_value_is_content(String content) {
        assertThat(JsonContent.problemIn(Bytes.utf8(content))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,}|line 1, column 8",
                "{\"a\"|line 1, column",
                "{\"a\":tru}|line 1, column",
                "nope|line 1, column",
                "{'a':1}|line 1, column 2",
                "{} {}|line 1, column 4",
                "[1 2]|line 1, column 4",
                "01|line 1, column 2",
                "NaN|line 1, column",
                "/* no */ 1|line 1, column",
            })
    void what_is_not_JSON_is_refused_with_the_position(String content, String where) {
        assertThat(JsonContent.problemIn(Bytes.utf8(content)))
                .hasValueSatisfying(problem -> assertThat(problem).contains(where));
    }

    @Test
    void a_position_in_a_later_line_is_told() {
        assertThat(JsonContent.problemIn(Bytes.utf8("{\n  \"a\": 1,\n  b\n}")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("line 3, column 3"));
    }

    @Test
    void nothing_and_blanks_are_refused() {
        assertThat(JsonContent.problemIn(Bytes.EMPTY)).isPresent();
        assertThat(JsonContent.problemIn(Bytes.utf8(" \n\t"))).isPresent();
    }

    @Test
    void bytes_that_are_not_UTF8_are_refused() {
        assertThat(JsonContent.problemIn(Bytes.wrap(new byte[] {'"', (byte) 0xFF, '"'})))
                .isPresent();
    }

    @Test
    void length_is_no_problem_but_depth_is() {
        assertThat(JsonContent.problemIn(Bytes.utf8("9".repeat(100_000)))).isEmpty();
        assertThat(JsonContent.problemIn(Bytes.utf8("{\"" + "n".repeat(100_000) + "\":1}")))
                .isEmpty();
        assertThat(JsonContent.problemIn(Bytes.utf8("[".repeat(1000) + "]".repeat(1000))))
                .isEmpty();
        assertThat(JsonContent.problemIn(Bytes.utf8("[".repeat(100_000) + "]".repeat(100_000))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("1000"));
    }
}
