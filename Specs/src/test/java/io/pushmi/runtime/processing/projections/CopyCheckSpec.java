package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CopyCheckSpec {
    private static CopyDefinition to(String collection) {
        return new CopyDefinition(collection, List.of());
    }

    private static CopyDefinition with(PropertyConversion... conversions) {
        return new CopyDefinition("dishes", List.of(conversions));
    }

    private static PropertyConversion conversion(String property, Conversion to, String renamedTo) {
        return new PropertyConversion(property, to, renamedTo, List.of());
    }

    private static PropertyConversion date(String property) {
        return new PropertyConversion(property, Conversion.DATE_AS_DATE, null, List.of());
    }

    private static PropertyConversion within(PropertyConversion... within) {
        return new PropertyConversion("outer", Conversion.NONE, null, List.of(within));
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(to(""), "without a name"),
                Arguments.of(to("system.users"), "'system.users'"),
                Arguments.of(to("SYSTEM.x"), "system."),
                Arguments.of(to("a$b"), "without $"),
                Arguments.of(to("a\0b"), "null character"),
                Arguments.of(to(".a"), "'.a'"),
                Arguments.of(to("a..b"), "'a..b'"),
                Arguments.of(to("\u00e6".repeat(60)), "has 120 bytes, expected at most 119"),
                Arguments.of(with(date("")), "property without a name"),
                Arguments.of(with(date("a"), date("a")), "property a is there twice"),
                Arguments.of(with(within(date("a"), date("a"))), "property outer.a is there twice"),
                Arguments.of(
                        with(date("a"), conversion("b", Conversion.NONE, "a")), "more than one property is called a"),
                Arguments.of(with(conversion("a", Conversion.NONE, "")), "property a is called ''"),
                Arguments.of(with(conversion("a", Conversion.NONE, "$a")), "property a is called '$a'"),
                Arguments.of(with(conversion("a", Conversion.NONE, "_pushmi")), "property a is called _pushmi"),
                Arguments.of(
                        with(new PropertyConversion("a", Conversion.DATE_AS_DATE, null, List.of(date("b")))),
                        "expected one of both"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void says_what_speaks_against_copies(CopyDefinition copy, String reason) {
        assertThat(CopyCheck.objectionTo(copy))
                .hasValueSatisfying(objection -> assertThat(objection).contains(reason));
    }

    @Test
    void has_nothing_against_others() {
        assertThat(CopyCheck.objectionTo(to("a".repeat(119)))).isEmpty();
        assertThat(CopyCheck.objectionTo(to("kitchen.dishes"))).isEmpty();
        assertThat(CopyCheck.objectionTo(with(
                        conversion("Id", Conversion.GUID_AS_STRING, "_id"),
                        conversion("a", Conversion.NONE, "b"),
                        conversion("b", Conversion.NONE, "a"),
                        within(date("a"), conversion("b", Conversion.NONE, "_pushmi")))))
                .isEmpty();
    }
}
