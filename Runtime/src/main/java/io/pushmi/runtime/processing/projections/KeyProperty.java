package io.pushmi.runtime.processing.projections;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A property of events' contents that names read models. Clients in languages of other habits call it by other cases than
 * the content has, so that one that differs in case alone is taken where there is none of the very name.
 */
record KeyProperty(String name) {
    private static final String EXPECTED = ", expected a string, a number or a boolean";

    FoundKey in(Content content) {
        if (!(content instanceof Content.Legible legible)) {
            return FoundKey.ERASED;
        }
        FoundKey found = find(legible);
        return found instanceof FoundKey.None && content instanceof Content.Redacted ? FoundKey.ERASED : found;
    }

    private FoundKey find(Content.Legible content) {
        if (!content.type().equals(ContentType.JSON)) {
            return none("in content of the type " + content.type() + EXPECTED + " in JSON");
        }
        try (JsonParser json = Json.FACTORY.createParser(content.bytes().array())) {
            return json.nextToken() == JsonToken.START_OBJECT
                    ? search(json)
                    : none("in content that is " + describe(json.currentToken()) + EXPECTED + " in an object");
        } catch (IOException malformed) {
            return none("in content that is not JSON" + EXPECTED + " in an object");
        }
    }

    /** Of properties of the same name the last one counts, as it does for clients. */
    private FoundKey search(JsonParser json) throws IOException {
        FoundKey exact = null;
        FoundKey similar = null;
        String similarName = null;
        boolean isAmbiguous = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String found = json.currentName();
            JsonToken value = json.nextToken();
            if (found.equals(name)) {
                exact = read(json, value);
            } else if (found.equalsIgnoreCase(name)) {
                isAmbiguous |= similarName != null && !similarName.equals(found);
                similarName = found;
                similar = read(json, value);
            }
            json.skipChildren();
        }
        if (exact != null) {
            return exact;
        }
        return isAmbiguous ? none("but several that differ in case" + EXPECTED) : orNone(similar);
    }

    private FoundKey orNone(@Nullable FoundKey found) {
        return found == null ? none("in the content" + EXPECTED) : found;
    }

    private FoundKey read(JsonParser json, JsonToken value) throws IOException {
        if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
            return unusable(describe(value));
        }
        String text = json.getText();
        return UTF_8.newEncoder().canEncode(text)
                ? new FoundKey.Found(new ReadModelKey(text))
                : unusable("text with half of a character in it");
    }

    private FoundKey unusable(String found) {
        return new FoundKey.None(
                "property '" + name + "' of the event is " + found + EXPECTED + " that names the read model");
    }

    private FoundKey none(String where) {
        return new FoundKey.None("there is no property '" + name + "' " + where + " that names the read model");
    }

    private static String describe(@Nullable JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        if (token == JsonToken.START_ARRAY) {
            return "an array";
        }
        return token == null ? "empty" : token == JsonToken.VALUE_NULL ? "null" : "no object";
    }
}
