package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.CopyValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CopyMakerSpec {
    private static final ReadModelKey KEY = new ReadModelKey("taco");
    private static final UUID GUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static PropertyConversion converted(String property, Conversion to) {
        return new PropertyConversion(property, to, null, List.of());
    }

    private static PropertyConversion renamed(String property, String to) {
        return new PropertyConversion(property, Conversion.NONE, to, List.of());
    }

    private static PropertyConversion within(String property, PropertyConversion... within) {
        return new PropertyConversion(property, Conversion.NONE, null, List.of(within));
    }

    private static CopyValue.Fields copy(String json, PropertyConversion... conversions) {
        try {
            return new CopyMaker(new CopyDefinition("dishes", List.of(conversions))).copy(KEY, json);
        } catch (CannotBeCopied problem) {
            throw new AssertionError(problem);
        }
    }

    private static CopyValue only(String json, PropertyConversion... conversions) {
        return copy(json, conversions).values().values().iterator().next();
    }

    private static CopyValue converted(String text, String to) {
        return only("{\"x\":\"" + text + "\"}", converted("x", Conversion.valueOf(to)));
    }

    private static String objection(String json, PropertyConversion... conversions) {
        try {
            throw new AssertionError("expected an objection, found "
                    + new CopyMaker(new CopyDefinition("dishes", List.of(conversions))).copy(KEY, json));
        } catch (CannotBeCopied problem) {
            return problem.reason();
        }
    }

    private static CopyValue.Fields fields(Object... namesAndValues) {
        Map<String, CopyValue> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (CopyValue) namesAndValues[i + 1]);
        }
        return new CopyValue.Fields(fields);
    }

    private static CopyValue int32(int value) {
        return new CopyValue.Int32(value);
    }

    private static CopyValue int64(long value) {
        return new CopyValue.Int64(value);
    }

    private static CopyValue text(String value) {
        return new CopyValue.Text(value);
    }

    @Nested
    class when_nothing_is_to_be_converted {
        @Test
        void has_everything_in_its_order() {
            CopyValue.Fields copy = copy("{\"b\":\"x\",\"a\":[1,true,null,{}],\"c\":{\"d\":false},\"\":\"\\u00e6\"}");

            assertThat(copy)
                    .isEqualTo(fields(
                            "b", text("x"),
                            "a",
                                    new CopyValue.Items(
                                            List.of(int32(1), new CopyValue.Bool(true), CopyValue.NULL, fields())),
                            "c", fields("d", new CopyValue.Bool(false)),
                            "", text("\u00e6")));
            assertThat(copy.values().keySet()).containsExactly("b", "a", "c", "");
        }

        static Stream<Arguments> numbers() {
            return Stream.of(
                    Arguments.of("0", int32(0)),
                    Arguments.of("-2147483648", int32(Integer.MIN_VALUE)),
                    Arguments.of("2147483648", int64(2147483648L)),
                    Arguments.of("-9223372036854775808", int64(Long.MIN_VALUE)),
                    Arguments.of("9223372036854775808", new CopyValue.Decimal(new BigDecimal("9223372036854775808"))),
                    Arguments.of("-0", new CopyValue.Real(-0.0)),
                    Arguments.of("1.0", new CopyValue.Real(1)),
                    Arguments.of("-0.0", new CopyValue.Real(-0.0)),
                    Arguments.of("0.1", new CopyValue.Real(0.1)),
                    Arguments.of("1e300", new CopyValue.Real(1e300)),
                    Arguments.of(
                            "0.12345678901234567890", new CopyValue.Decimal(new BigDecimal("0.12345678901234567890"))),
                    Arguments.of("1e400", new CopyValue.Decimal(new BigDecimal("1e400"))),
                    Arguments.of("1e-400", new CopyValue.Decimal(new BigDecimal("1e-400"))),
                    Arguments.of("1e7000", text("1e7000")),
                    Arguments.of("1e99999999999", text("1e99999999999")),
                    Arguments.of("12345678901234567890123456789012345", text("12345678901234567890123456789012345")),
                    Arguments.of("0." + "1".repeat(80), text("0." + "1".repeat(80))),
                    Arguments.of("1".repeat(80), text("1".repeat(80))));
        }

        @ParameterizedTest
        @MethodSource("numbers")
        void loses_nothing_of_a_number(String written, CopyValue expected) {
            assertThat(only("{\"x\":" + written + "}")).isEqualTo(expected);
        }

        @Test
        void takes_the_last_of_two_properties_of_one_name() {
            assertThat(copy("{\"x\":1,\"x\":2}")).isEqualTo(fields("x", int32(2)));
        }
    }

    @Nested
    class when_a_time_is_converted {
        @ParameterizedTest
        @CsvSource({
            "2021-12-03T14:05:06.1234567+02:00, 1638533106123",
            "2021-12-03T12:05:06.123Z, 1638533106123",
            "2021-12-03T12:05:06, 1638533106000",
            "2021-12-03 12:05, 1638533100000",
            "2021-12-03, 1638489600000",
            "1969-12-31T23:59:59.9999Z, -1",
            "0001-01-01T00:00:00Z, -62135596800000",
            "9999-12-31T23:59:59.9999999Z, 253402300799999"
        })
        void is_a_date_to_the_millisecond(String written, long expected) {
            assertThat(converted(written, "DATE_AS_DATE")).isEqualTo(new CopyValue.Date(expected));
        }

        @ParameterizedTest
        @CsvSource({
            "0001-01-01T00:00:00Z, 0, 0",
            "1970-01-01T00:00:00Z, 621355968000000000, 0",
            "2021-12-03T14:05:06.1234567+02:00, 637741371061234567, 120",
            "2021-12-03T14:05:06.12345678-0330, 637741371061234567, -210",
        })
        void is_ticks_of_the_clock_and_minutes_of_offset(String written, long ticks, int minutes) {
            assertThat(converted(written, "DATE_AS_INT64")).isEqualTo(int64(ticks));
            assertThat(converted(written, "DATE_AS_ARRAY"))
                    .isEqualTo(new CopyValue.Items(List.of(int64(ticks), int32(minutes))));
            assertThat(converted(written, "DATE_AS_DOCUMENT"))
                    .isEqualTo(fields(
                            "DateTime",
                            converted(written, "DATE_AS_DATE"),
                            "Ticks",
                            int64(ticks),
                            "Offset",
                            int32(minutes)));
        }

        @ParameterizedTest
        @CsvSource({
            "2021-12-03T14:05:06.1234567+02:00, 2021-12-03T14:05:06.1234567+02:00",
            "2021-12-03T14:05:06.120+00:00, 2021-12-03T14:05:06.12Z",
            "2021-12-03 14:05z, 2021-12-03T14:05:00Z",
            "2021-12-03, 2021-12-03T00:00:00Z"
        })
        void is_text_that_is_always_written_in_the_same_way(String written, String expected) {
            assertThat(converted(written, "DATE_AS_STRING")).isEqualTo(text(expected));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "yesterday",
                    "2021-13-03",
                    "2021-02-29",
                    "2021-12-03T24:00:00Z",
                    "0000-01-01",
                    "12/03/2021",
                    "2021-12-03T12:00:00+19:00",
                    "2021-12-03T12:00:00 CET"
                })
        void is_refused_if_it_is_no_time(String written) {
            assertThat(objection("{\"x\":\"" + written + "\"}", converted("x", Conversion.DATE_AS_DATE)))
                    .contains("property x", "expected a time");
        }
    }

    @Nested
    class when_a_Guid_is_converted {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "00112233-4455-6677-8899-aabbccddeeff",
                    "00112233-4455-6677-8899-AABBCCDDEEFF",
                    "00112233445566778899aabbccddeeff",
                    "{00112233-4455-6677-8899-aabbccddeeff}",
                    "(00112233-4455-6677-8899-aabbccddeeff)"
                })
        void is_what_was_asked_for_however_it_is_written(String written) {
            assertThat(converted(written, "GUID_AS_STANDARD_BINARY"))
                    .isEqualTo(new CopyValue.Guid(GUID, CopyValue.Guid.Layout.STANDARD));
            assertThat(converted(written, "GUID_AS_CSHARP_LEGACY_BINARY"))
                    .isEqualTo(new CopyValue.Guid(GUID, CopyValue.Guid.Layout.CSHARP_LEGACY));
            assertThat(converted(written, "GUID_AS_STRING")).isEqualTo(text(GUID.toString()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "1",
                    "00112233-4455-6677-8899-aabbccddeef",
                    "0011223344556677-8899-aabbccddeeff",
                    "{00112233-4455-6677-8899-aabbccddeeff)",
                    "00112233-4455-6677-8899-aabbccddeeff}"
                })
        void is_refused_if_it_is_none(String written) {
            assertThat(objection("{\"x\":\"" + written + "\"}", converted("x", Conversion.GUID_AS_STRING)))
                    .contains("property x", "expected a Guid");
        }
    }

    @Nested
    class when_properties_are_to_be_converted {
        @ParameterizedTest
        @EnumSource(Conversion.class)
        void leaves_what_is_null_or_not_there(Conversion conversion) {
            assertThat(copy(
                            "{\"x\":null,\"z\":[null]}",
                            converted("x", conversion),
                            converted("y", conversion),
                            converted("z", conversion)))
                    .isEqualTo(fields("x", CopyValue.NULL, "z", new CopyValue.Items(List.of(CopyValue.NULL))));
        }

        @Test
        void converts_each_element_of_a_list() {
            assertThat(only("{\"x\":[\"1970-01-01\",[\"1970-01-02\"]]}", converted("x", Conversion.DATE_AS_DATE)))
                    .isEqualTo(new CopyValue.Items(List.of(
                            new CopyValue.Date(0), new CopyValue.Items(List.of(new CopyValue.Date(86_400_000))))));
        }

        @Test
        void reaches_into_objects_and_lists_of_objects() {
            PropertyConversion time = new PropertyConversion("at", Conversion.DATE_AS_DATE, "when", List.of());

            assertThat(copy(
                            "{\"one\":{\"at\":\"1970-01-01\",\"n\":1},\"all\":[{\"at\":\"1970-01-01\"},{}]}",
                            within("one", time),
                            new PropertyConversion("all", Conversion.NONE, "each", List.of(time))))
                    .isEqualTo(fields(
                            "one",
                            fields("when", new CopyValue.Date(0), "n", int32(1)),
                            "each",
                            new CopyValue.Items(List.of(fields("when", new CopyValue.Date(0)), fields()))));
        }

        @Test
        void lets_two_properties_change_their_names_with_one_another() {
            assertThat(copy("{\"a\":1,\"b\":2}", renamed("a", "b"), renamed("b", "a")))
                    .isEqualTo(fields("b", int32(1), "a", int32(2)));
        }
    }

    @Nested
    class when_there_can_be_no_such_copy {
        static Stream<Arguments> states() {
            PropertyConversion date = converted("x", Conversion.DATE_AS_DATE);
            return Stream.of(
                    Arguments.of("{\"x\":7}", date, "property x is a number"),
                    Arguments.of("{\"x\":true}", date, "property x is true or false"),
                    Arguments.of("{\"x\":{}}", date, "property x is an object"),
                    Arguments.of("{\"x\":[7]}", date, "property x is a number"),
                    Arguments.of(
                            "{\"x\":\"t\"}",
                            within("x", renamed("y", "z")),
                            "property x is a text, expected an object"),
                    Arguments.of(
                            "{\"x\":{\"y\":1}}", within("x", converted("y", Conversion.DATE_AS_DATE)), "property x.y"),
                    Arguments.of("{\"x\":1,\"y\":2}", renamed("x", "y"), "two properties that are called y"),
                    Arguments.of("{\"_dolittle_projection_key\":1}", date, "_dolittle_projection_key"),
                    Arguments.of("{\"_pushmi\":1}", date, "_pushmi"),
                    Arguments.of("{\"_id\":[]}", date, "_id is a list"),
                    Arguments.of("{\"y\":{\"$date\":1}}", date, "property y.$date"),
                    Arguments.of("{\"a\\u0000b\":1}", date, "null character"),
                    Arguments.of("{\"y\":\"\\ud83d\"}", date, "property y has text with half a character"),
                    Arguments.of("{\"y\":" + "[".repeat(100) + "]".repeat(100) + "}", date, "at most 100 levels"),
                    Arguments.of("{\"y\":[1" + ",1".repeat(1_500_000) + "]}", date, "bytes in MongoDB"));
        }

        @ParameterizedTest
        @MethodSource("states")
        void says_why(String state, PropertyConversion conversion, String reason) {
            assertThat(objection(state, conversion)).contains(reason);
        }
    }
}
