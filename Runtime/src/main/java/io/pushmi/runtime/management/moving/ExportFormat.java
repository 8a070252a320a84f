package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How an export says that it is one, and of which version. */
final class ExportFormat {
    private static final String NAME = "pushmi-export";
    private static final long VERSION = 1;

    private ExportFormat() {}

    static ObjectNode header() {
        return LineJson.object().put("format", NAME).put("version", VERSION);
    }

    /** @throws MoveRefused if it is none, or of a version that is not known here */
    static void require(String file, JsonNode json) {
        if (!json.path("format").asText().equals(NAME)) {
            throw new MoveRefused(file + ": expected the format " + NAME + ", found '"
                    + json.path("format").asText() + "'");
        }
        if (json.path("version").asLong() != VERSION) {
            throw new MoveRefused(file + ": expected version " + VERSION + " of the format, found "
                    + json.path("version").asText() + ", written by another version of Pushmi");
        }
    }
}
