package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.regex.Pattern;

/** What becomes of a property that is erased. */
public sealed interface Replacement {
    Replacement REMOVED = new Removed();

    /**
     * A JSON value in place of the one before.
     *
     * @param json the text of a string, a number, {@code true} or {@code false}; null, an object and an array stand for
     *     removing the property
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    static Replacement of(String json) {
        String value = json.strip();
        requireOneValue(value);
        return Primitive.FORM.matcher(value).lookingAt() ? new Primitive(value) : REMOVED;
    }

    /** Takes the property's place. */
    record Primitive(String json) implements Replacement {
        private static final Pattern FORM = Pattern.compile("[\"tf0-9-]");
    }

    /** Nothing takes its place. */
    record Removed() implements Replacement {}

    private static void requireOneValue(String json) {
        try (JsonParser parser = JsonMembers.JSON.createParser(json)) {
            boolean isValue = parser.nextToken() != null;
            parser.skipChildren();
            parser.finishToken();
            if (isValue && parser.nextToken() == null) {
                return;
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("expected one JSON value, found " + json, malformed);
        }
        throw new IllegalArgumentException("expected one JSON value, found " + (json.isEmpty() ? "nothing" : json));
    }
}
