package io.pushmi.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pushmi.runtime.events.erasing.Replacement;
import java.util.regex.Pattern;

/** Values of properties as people write them on a command line. */
final class PropertyValue {
    /** What has a meaning of its own in JSON. */
    private static final Pattern JSON =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|\".*\"", Pattern.DOTALL);

    private PropertyValue() {}

    /** The JSON value that the text is, or a JSON string of the text. */
    static Replacement of(String text) {
        if (JSON.matcher(text).matches()) {
            try {
                return Replacement.of(text);
            } catch (IllegalArgumentException onlyLooksLikeJson) {
                return string(text);
            }
        }
        return string(text);
    }

    private static Replacement string(String text) {
        return Replacement.of(
                "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"");
    }
}
