package io.pushmi.runtime.events.erasing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyJsonRedactionSpec {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> NAMES = List.of("a", "b", "n\u00e4me", "", "q\\\"uote", "\\u0061");
    private static final List<String> VALUES = List.of(
            "1",
            "-0.50e+10",
            "true",
            "null",
            "\"\"",
            "\"t\\\"}ext,\"",
            "[ 1 , {\"a\":2} ]",
            "{ \"a\" : [ ] }",
            "\"\u00fc\"");
    private static final List<String> BLANKS = List.of("", " ", "\n\t");

    @Property(tries = 2_000)
    void without_a_property_it_is_the_object_without_it(@ForAll("objects") String json) throws JsonProcessingException {
        Optional<String> remaining = redacted(json, Replacement.REMOVED);

        JsonNode before = MAPPER.readTree(json);
        assertThat(remaining.isPresent()).isEqualTo(before.has("a"));
        assertThat(MAPPER.readTree(remaining.orElse(json))).isEqualTo(((ObjectNode) before).without("a"));
    }

    @Property(tries = 2_000)
    void with_a_replaced_property_it_is_the_object_with_another_value(@ForAll("objects") String json)
            throws JsonProcessingException {
        Optional<String> remaining = redacted(json, Replacement.of("\"gone\""));

        ObjectNode expected = (ObjectNode) MAPPER.readTree(json);
        assertThat(remaining.isPresent()).isEqualTo(expected.has("a"));
        if (expected.has("a")) {
            expected.put("a", "gone");
        }
        assertThat(MAPPER.readTree(remaining.orElse(json))).isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void anything_that_is_no_object_stays_as_it_is(@ForAll String text) {
        if (!text.contains("{")) {
            assertThat(redacted(text, Replacement.REMOVED)).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> member = Combinators.combine(
                        Arbitraries.of(NAMES), Arbitraries.of(VALUES), Arbitraries.of(BLANKS), Arbitraries.of(BLANKS))
                .as((name, value, before, after) -> before + "\"" + name + "\"" + after + ":" + before + value + after);
        return member.list().ofMaxSize(6).map(members -> "{" + String.join(",", members) + "}");
    }

    private static Optional<String> redacted(String json, Replacement replacement) {
        return new JsonRedaction(Map.of("a", replacement)).of(Bytes.utf8(json)).map(Bytes::asUtf8);
    }
}
