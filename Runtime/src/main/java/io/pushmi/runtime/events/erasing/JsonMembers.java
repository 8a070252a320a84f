package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the members of a JSON object are among its bytes, which are UTF-8.
 *
 * @param members in their order, those of one name all of them
 */
record JsonMembers(List<Member> members) {
    private static final int DEEPEST = 1000;

    /** Depth apart, whatever was committed can be read. */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * One member.
     *
     * @param name with nothing escaped
     * @param start where its name begins, with the quote
     * @param valueStart where its value begins
     * @param end after its value
     */
    record Member(String name, JsonToken kind, int start, int valueStart, int end) {
        byte[] value(byte[] of) {
            return Arrays.copyOfRange(of, valueStart, end);
        }

        String text(byte[] of) {
            return new String(of, valueStart, end - valueStart, StandardCharsets.UTF_8);
        }
    }

    /** The members of the object; empty if the bytes are something else than one JSON object. */
    static Optional<JsonMembers> of(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || at(parser) < 0) {
                return Optional.empty();
            }
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members.add(member(parser));
            }
            return parser.nextToken() == null ? Optional.of(new JsonMembers(members)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Member member(JsonParser parser) throws IOException {
        String name = parser.currentName();
        int start = at(parser);
        JsonToken kind = parser.nextToken();
        int valueStart = at(parser);
        parser.skipChildren();
        parser.finishToken();
        return new Member(
                name,
                kind,
                start,
                valueStart,
                Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    private static int at(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
}
