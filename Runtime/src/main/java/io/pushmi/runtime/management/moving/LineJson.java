package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How lines are written and read: one JSON object each, of which there is exactly one way to write it. */
final class LineJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For texts that are no Unicode, such as half of a surrogate pair, which UTF-8 has no way to write. */
    private static final ObjectMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int LONGEST_SHOWN = 200;

    private LineJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] write(ObjectNode line) {
        try {
            String text = JSON.writeValueAsString(line);
            return (StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : ESCAPING.writeValueAsString(line))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    static String indented(ObjectNode document) {
        try {
            return ESCAPING.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    /** @throws IllegalArgumentException if it is no JSON object */
    static ObjectNode read(byte[] line) {
        try {
            if (JSON.readTree(line) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException notJson) {
            throw new IllegalArgumentException("it is no JSON", notJson);
        }
        throw new IllegalArgumentException("it is no JSON object");
    }

    /** Bytes that are text stay readable; others become {@code {"base64": …}}. */
    static void put(ObjectNode object, String name, Bytes bytes) {
        String text = asText(bytes);
        if (text == null) {
            object.putObject(name).put("base64", Base64.getEncoder().encodeToString(bytes.array()));
        } else {
            object.put(name, text);
        }
    }

    static Bytes bytes(JsonNode object, String name) {
        JsonNode value = object.required(name);
        return value.isObject()
                ? Bytes.wrap(Base64.getDecoder().decode(text(value, "base64")))
                : Bytes.utf8(text(object, name));
    }

    static String text(JsonNode object, String name) {
        JsonNode value = object.required(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' should be a text, found " + value.getNodeType());
        }
        return value.textValue();
    }

    static long number(JsonNode object, String name) {
        JsonNode value = object.required(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' should be a whole number, found " + value.getNodeType());
        }
        return value.longValue();
    }

    static int integer(JsonNode object, String name) {
        return Math.toIntExact(number(object, name));
    }

    static Instant instant(JsonNode object, String name) {
        return Instant.parse(text(object, name));
    }

    static UUID uuid(JsonNode object, String name) {
        return UUID.fromString(text(object, name));
    }

    /** As much of a text as has room in a message. */
    static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static @Nullable String asText(Bytes bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.array()))
                    .toString();
            return text.chars().allMatch(LineJson::isReadable) ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** Escaped control characters would make a line six times as long as what it says. */
    private static boolean isReadable(int character) {
        return character >= ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
