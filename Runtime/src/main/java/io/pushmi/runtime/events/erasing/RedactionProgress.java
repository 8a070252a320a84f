package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How far the redactions that a log asks for have been applied to it.
 *
 * @param next commits before this position are done with
 * @param unpurged the part of the log whose former content is still to be got out of the store's files
 */
record RedactionProgress(SequenceNumber next, @Nullable Stretch unpurged) {
    static final RedactionProgress NONE = new RedactionProgress(SequenceNumber.FIRST, null);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** With one more redaction applied, if it concerned anything. */
    RedactionProgress and(@Nullable Stretch concerned) {
        return concerned == null ? this : new RedactionProgress(next, Stretch.joined(unpurged, concerned));
    }

    RedactionProgress upTo(SequenceNumber later) {
        return new RedactionProgress(later, unpurged);
    }

    Bytes encode() {
        ObjectNode json = JSON.createObjectNode();
        json.put("next", next.value());
        StretchJson.write(unpurged, json);
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of numbers is always JSON", impossible);
        }
    }

    static RedactionProgress of(HeldDocument held) {
        return held.content().map(content -> decode(held, content)).orElse(NONE);
    }

    private static RedactionProgress decode(HeldDocument held, Bytes content) {
        try {
            JsonNode json = JSON.readTree(content.array());
            return new RedactionProgress(
                    new SequenceNumber(json.required("next").asLong()), StretchJson.read(json));
        } catch (IOException | IllegalArgumentException notOurs) {
            throw new StorageDamaged("the state document " + held.name() + " is no progress of redactions", notOurs);
        }
    }
}
