package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** A part of a log among other things in a state document. */
final class StretchJson {
    private StretchJson() {}

    static void write(@Nullable Stretch stretch, ObjectNode json) {
        if (stretch != null) {
            json.put("from", stretch.from().value()).put("to", stretch.to().value());
        }
    }

    static @Nullable Stretch read(JsonNode json) {
        return json.has("from")
                ? new Stretch(
                        new SequenceNumber(json.required("from").asLong()),
                        new SequenceNumber(json.required("to").asLong()))
                : null;
    }
}
