package io.pushmi.runtime.processing.projections;

import static io.pushmi.runtime.processing.projections.Deliveries.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeySelectionSpec {
    private static FoundKey find(KeySelector selector, Delivery delivery) {
        return new KeySelection(List.of(new EventSelector(new EventTypeId(TYPE), selector))).find(delivery);
    }

    private static FoundKey found(String key) {
        return new FoundKey.Found(new ReadModelKey(key));
    }

    private static FoundKey dish(Delivery delivery) {
        return find(new KeySelector.Property("dish"), delivery);
    }

    private static void assertNone(FoundKey none, String... says) {
        assertThat(none).isInstanceOf(FoundKey.None.class);
        assertThat(((FoundKey.None) none).reason()).contains(says).contains("expected");
    }

    @Test
    void an_event_source_names_the_read_model_of_its_events() {
        assertThat(find(new KeySelector.EventSource(), Deliveries.at(3, "chef-7", "{}")))
                .isEqualTo(found("chef-7"));
        assertThat(find(new KeySelector.EventSource(), Deliveries.at(3, "", "{}")))
                .isEqualTo(found(""));
    }

    @Test
    void a_partition_names_the_read_model_of_its_events() {
        Delivery any = Deliveries.saying("{}");
        Delivery partitioned = new Delivery(any.event(), ScopeId.DEFAULT, new PartitionId("kitchen"), true, 0, null);

        assertThat(find(new KeySelector.Partition(), partitioned)).isEqualTo(found("kitchen"));
    }

    @Test
    void a_static_key_is_always_the_same() {
        KeySelector all = new KeySelector.Static(new ReadModelKey("all"));

        assertThat(find(all, Deliveries.saying("{}"))).isEqualTo(found("all"));
        assertThat(find(all, Deliveries.leaving(Content.ERASED))).isEqualTo(found("all"));
    }

    @Test
    void an_event_that_no_selector_is_for_has_no_key() {
        assertNone(
                find(new KeySelector.EventSource(), Deliveries.of(EventBuilder.event("Another", "chef"))), "Another");
    }

    @Nested
    class when_a_property_names_the_read_model {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"dish\":\"taco\"}|taco",
                    "{\"dish\":\"\"}|''",
                    "{\"dish\":\"null\"}|null",
                    "{\"dish\":\"\\u00e5 \\\"x\\\"\"}|å \"x\"",
                    "{\"dish\":42}|42",
                    "{\"dish\":-0.50}|-0.50",
                    "{\"dish\":1e400}|1e400",
                    "{\"dish\":12345678901234567890123}|12345678901234567890123",
                    "{\"dish\":true}|true",
                    "{\"dish\":false}|false",
                    "{\"other\":{\"dish\":\"no\"},\"dish\":\"yes\"}|yes",
                    "{\"other\":[{\"dish\":\"no\"}],\"dish\":\"yes\"}|yes",
                    "{\"dish\":\"first\",\"dish\":\"last\"}|last",
                    "{\"Dish\":\"no\",\"dish\":\"yes\"}|yes",
                    "{\"dish\":\"yes\",\"DISH\":\"no\"}|yes",
                    "{\"Dish\":\"similar\"}|similar",
                    "{\"Dish\":\"first\",\"Dish\":\"last\"}|last",
                })
        void takes_strings_as_they_are_and_numbers_and_booleans_as_their_JSON(String json, String key) {
            assertThat(dish(Deliveries.saying(json))).isEqualTo(found(key));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"dish\":null}|null",
                    "{\"dish\":{\"id\":\"1\"}}|an object",
                    "{\"dish\":[\"1\"]}|an array",
                    "{}|no property 'dish'",
                    "{\"menu\":{\"dish\":\"1\"}}|no property 'dish'",
                    "{\"Dish\":null}|null",
                    "{\"Dish\":\"1\",\"DISH\":\"2\"}|several that differ in case",
                    "[{\"dish\":\"1\"}]|an array",
                    "\"dish\"|no object",
                    "null|null",
                    "{\"dish\":\"\\ud800\"}|half of a character",
                    "{\"dish\":tru|not JSON",
                })
        void names_what_it_found_where_nothing_names_it(String json, String says) {
            assertNone(dish(Deliveries.saying(json)), "'dish'", says);
        }

        @Test
        void does_not_look_into_properties_by_their_path() {
            assertNone(
                    find(new KeySelector.Property("menu.dish"), Deliveries.saying("{\"menu\":{\"dish\":\"taco\"}}")),
                    "'menu.dish'");
            assertThat(find(new KeySelector.Property("menu.dish"), Deliveries.saying("{\"menu.dish\":\"taco\"}")))
                    .isEqualTo(found("taco"));
        }

        @Test
        void reads_JSON_only() {
            Content text = new Content.Present(Bytes.utf8("{\"dish\":\"taco\"}"), new ContentType("text/plain"));

            assertNone(dish(Deliveries.leaving(text)), "text/plain");
        }

        @Test
        void knows_erased_events_from_those_that_never_had_it() {
            assertThat(dish(Deliveries.leaving(Content.ERASED))).isEqualTo(FoundKey.ERASED);
            assertThat(dish(Deliveries.redactedTo("{}"))).isEqualTo(FoundKey.ERASED);
            assertThat(dish(Deliveries.redactedTo("{\"dish\":null}"))).isEqualTo(FoundKey.ERASED);
            assertThat(dish(Deliveries.redactedTo("{\"dish\":\"taco\"}"))).isEqualTo(found("taco"));
        }
    }

    @Nested
    class when_the_event_was_erased {
        @Test
        void still_finds_it_by_event_source_and_by_time() {
            assertThat(find(new KeySelector.EventSource(), Deliveries.leaving(Content.ERASED)))
                    .isEqualTo(found("chef"));
            assertThat(find(new KeySelector.Occurred("yyyy"), Deliveries.leaving(Content.ERASED)))
                    .isEqualTo(found("2026"));
        }

        @Test
        void does_not_find_it_by_a_source_that_nobody_knows() {
            assertThat(find(new KeySelector.EventSource(), Deliveries.withoutSource()))
                    .isEqualTo(FoundKey.ERASED);
            assertThat(find(new KeySelector.Partition(), Deliveries.withoutSource()))
                    .isEqualTo(FoundKey.ERASED);
        }
    }

    @Nested
    class when_the_time_names_the_read_model {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "yyyy-MM-dd|2026-03-09",
                    "yyyy-MM|2026-03",
                    "yyyy|2026",
                    "HH:mm:ss|15:04:05",
                    "hh:mm:ss|03:04:05",
                    "HH:mm|15:04",
                    "hh:mm|03:04",
                    "HH|15",
                    "hh|03",
                    "yyyy-MM-dd HH:mm:ss|2026-03-09 15:04:05",
                    "dd/MM/yyyy|09/03/2026",
                    "HH:mm:ss yyyy-MM-dd|15:04:05 2026-03-09",
                    "mm.ss_yyyy,1|04.05_2026,1",
                    "yyyyMMddHHmmss|20260309150405",
                })
        void writes_it_in_the_format_that_was_asked_for(String format, String key) {
            assertThat(find(new KeySelector.Occurred(format), Deliveries.occurred("2026-03-09T15:04:05.999999999Z")))
                    .isEqualTo(found(key));
            assertThat(OccurredFormat.problemIn(format)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"00:00:00,12", "00:59:59,12", "12:00:00,12", "11:59:59,11", "13:00:00,01"})
        void counts_the_hours_of_half_a_day_from_12(String time, String key) {
            assertThat(find(new KeySelector.Occurred("hh"), Deliveries.occurred("2026-03-09T" + time + "Z")))
                    .isEqualTo(found(key));
        }

        @ParameterizedTest
        @CsvSource({"0099-12-31,0099", "1969-12-31,1969", "9999-12-31,9999"})
        void writes_years_with_four_digits(String date, String key) {
            assertThat(find(new KeySelector.Occurred("yyyy"), Deliveries.occurred(date + "T23:59:59Z")))
                    .isEqualTo(found(key));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "--",
                    "12",
                    "y",
                    "yy",
                    "yyy",
                    "yyyyy",
                    "M",
                    "MMM",
                    "d",
                    "dddd",
                    "H",
                    "h",
                    "HHH",
                    "m",
                    "s",
                    "mm:s",
                    "tt",
                    "fff",
                    "zzz",
                    "K",
                    "g",
                    "o",
                    "yyyy'x'",
                    "yyyy\"x\"",
                    "yyyy\\x",
                    "%d",
                    "yyyy-MM-ddTHH",
                    "YYYY-MM-DD",
                    "yyyy\n"
                })
        void refuses_what_it_would_not_write_as_NET_does(String format) {
            assertThat(OccurredFormat.problemIn(format))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("'" + format + "'", "expected yyyy"));
        }
    }
}
