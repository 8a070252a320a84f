package io.pushmi.runtime.events.erasing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JsonRedactionSpec {
    private static Optional<String> redacted(String json, Map<String, Replacement> properties) {
        return new JsonRedaction(properties).of(Bytes.utf8(json)).map(Bytes::asUtf8);
    }

    private static Optional<String> without(String json, String... names) {
        Map<String, Replacement> properties = new LinkedHashMap<>();
        for (String name : names) {
            properties.put(name, Replacement.REMOVED);
        }
        return redacted(json, properties);
    }

    @Nested
    class when_a_property_is_removed {
        @Test
        void the_first_the_middle_the_last_and_the_only_one_leave_an_object_behind() {
            String json = "{ \"a\" : 1 ,  \"b\" :2,\"c\": 3 }";
            assertThat(without(json, "a")).contains("{ \"b\" :2,\"c\": 3 }");
            assertThat(without(json, "b")).contains("{ \"a\" : 1,\"c\": 3 }");
            assertThat(without(json, "c")).contains("{ \"a\" : 1 ,  \"b\" :2 }");
            assertThat(without(json, "a", "c")).contains("{ \"b\" :2 }");
            assertThat(without("{ \"a\":1 }", "a")).contains("{  }");
        }

        @Test
        void an_array_or_an_object_goes_with_all_that_is_in_it() {
            assertThat(without("{\"a\":[{\"x\":\"}]\"}],\"b\":{\"y\":[1,2]},\"c\":0}", "a", "b"))
                    .contains("{\"c\":0}");
        }

        @Test
        void one_of_the_same_name_further_inside_stays() {
            assertThat(without("{\"in\":{\"a\":1},\"a\":2}", "a")).contains("{\"in\":{\"a\":1}}");
        }

        @Test
        void escaped_names_are_the_same_names() {
            assertThat(without("{\"na\\u006de\":1,\"b\":2}", "name")).contains("{\"b\":2}");
            assertThat(without("{\"\\/\\\"\\n\":1}", "/\"\n")).contains("{}");
        }

        @Test
        void names_differ_by_case() {
            assertThat(without("{\"Name\":1}", "name")).isEmpty();
        }

        @Test
        void each_of_several_with_one_name_goes() {
            assertThat(without("{\"a\":1,\"b\":2,\"a\":3}", "a")).contains("{\"b\":2}");
        }

        @Test
        void numbers_that_no_computer_knows_stay_as_they_are() {
            String number = "1" + "0".repeat(400) + ".12300E-999";
            assertThat(without("{\"n\":" + number + ",\"a\":1}", "a")).contains("{\"n\":" + number + "}");
        }
    }

    @Nested
    class when_a_property_is_replaced {
        @Test
        void only_its_value_changes() {
            assertThat(redacted("{ \"a\" : [1, 2] , \"b\":\"x\\u00e4\" }", Map.of("a", Replacement.of("\"-\""))))
                    .contains("{ \"a\" : \"-\" , \"b\":\"x\\u00e4\" }");
        }

        @Test
        void each_of_several_with_one_name_is() {
            assertThat(redacted("{\"a\":1,\"a\":2}", Map.of("a", Replacement.of("0"))))
                    .contains("{\"a\":0,\"a\":0}");
        }

        @Test
        void one_that_is_not_there_is_not_added() {
            assertThat(redacted("{\"b\":1}", Map.of("a", Replacement.of("0")))).isEmpty();
        }

        @Test
        void one_that_has_the_value_already_is_no_change() {
            assertThat(redacted("{\"a\":0}", Map.of("a", Replacement.of(" 0 "))))
                    .isEmpty();
        }

        @Test
        void null_an_array_and_an_object_stand_for_removing_it() {
            for (String value : List.of("null", "[1]", "{\"x\":1}")) {
                assertThat(redacted("{\"a\":1,\"b\":2}", Map.of("a", Replacement.of(value))))
                        .contains("{\"b\":2}");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "x", "1 2", "\"open", "tru", "[1", "{} {}"})
        void something_else_than_one_JSON_value_is_refused(String value) {
            assertThatThrownBy(() -> Replacement.of(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class when_the_content_is_no_JSON_object {
        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "\"a\"", "null", "{\"a\":1", "{\"a\":1}}", "{\"a\":1} {}", "{a:1}", "\u0000"})
        void it_stays_as_it_is(String content) {
            assertThat(without(content, "a")).isEmpty();
        }

        @Test
        void one_in_another_encoding_does_too() {
            Bytes utf16 = Bytes.wrap("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
            assertThat(new JsonRedaction(Map.of("a", Replacement.REMOVED)).of(utf16))
                    .isEmpty();
        }

        @Test
        void a_byte_order_mark_before_an_object_does_not_matter() {
            assertThat(without("\uFEFF{\"a\":1,\"b\":2}", "a")).contains("\uFEFF{\"b\":2}");
        }
    }
}
