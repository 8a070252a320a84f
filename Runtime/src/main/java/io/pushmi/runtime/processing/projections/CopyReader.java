package io.pushmi.runtime.processing.projections;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pushmi.runtime.storage.CopyValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the state of a read model as what a database stores, so that nothing of it is lost. */
final class CopyReader {
    /** Servers take no deeper ones. */
    private static final int DEEPEST = 100;

    private final JsonParser json;

    private CopyReader(JsonParser json) {
        this.json = json;
    }

    /** @param state a JSON object */
    static CopyValue.Fields read(String state) throws CannotBeCopied {
        try (JsonParser json = Json.FACTORY.createParser(state)) {
            json.nextToken();
            return new CopyReader(json).fields("", 1);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a state was taken that is no JSON object", impossible);
        }
    }

    /** Of a property that is there twice the last one counts, as for most who read JSON. */
    private CopyValue.Fields fields(String path, int depth) throws IOException, CannotBeCopied {
        Map<String, CopyValue> fields = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            String inner = path.isEmpty() ? name : path + "." + name;
            if (name.startsWith("$") || name.indexOf('\0') >= 0) {
                throw new CannotBeCopied("property " + inner
                        + " has a name that MongoDB does not take; expected one that does not begin with $ and has no"
                        + " null character");
            }
            requireUnicode(name, inner);
            json.nextToken();
            fields.put(name, value(inner, depth));
        }
        return new CopyValue.Fields(fields);
    }

    private CopyValue value(String path, int depth) throws IOException, CannotBeCopied {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> fields(path, deeper(path, depth));
            case START_ARRAY -> items(path, deeper(path, depth));
            case VALUE_STRING -> text(path);
            case VALUE_NUMBER_INT -> CopyNumber.integer(json.getText());
            case VALUE_NUMBER_FLOAT -> CopyNumber.fraction(json.getText());
            case VALUE_TRUE, VALUE_FALSE -> new CopyValue.Bool(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> CopyValue.NULL;
            default -> throw new IOException("found " + token + " where a value is expected");
        };
    }

    private static int deeper(String path, int depth) throws CannotBeCopied {
        if (depth == DEEPEST) {
            throw new CannotBeCopied(
                    "property " + path + " is nested too deeply for MongoDB; expected at most " + DEEPEST + " levels");
        }
        return depth + 1;
    }

    private CopyValue items(String path, int depth) throws IOException, CannotBeCopied {
        List<CopyValue> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path, depth));
        }
        return new CopyValue.Items(items);
    }

    private CopyValue text(String path) throws IOException, CannotBeCopied {
        String text = json.getText();
        requireUnicode(text, path);
        return new CopyValue.Text(text);
    }

    private static void requireUnicode(String text, String path) throws CannotBeCopied {
        if (CopySize.ofText(text) < 0) {
            throw new CannotBeCopied("property " + path + " has text with half a character, an unpaired surrogate;"
                    + " expected Unicode");
        }
    }
}
