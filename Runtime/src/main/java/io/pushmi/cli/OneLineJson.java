package io.pushmi.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** JSON without the white space between its parts; numbers, names and escapes stay as they were written. */
final class OneLineJson {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private OneLineJson() {}

    /** Whether the text is JSON, and one value. */
    static boolean isOneValue(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** JSON on one line, without characters that a terminal takes for commands. Outside of strings those set parts apart. */
    static String compact(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean isInString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isInString && c == '\\') {
                compact.append(c).append(json.charAt(++i));
            } else if (isInString && Text.isForTerminal(c)) {
                compact.append(String.format("\\u%04x", (int) c));
            } else if (isInString || c > ' ') {
                compact.append(c);
                isInString ^= c == '"';
            }
        }
        return compact.toString();
    }
}
