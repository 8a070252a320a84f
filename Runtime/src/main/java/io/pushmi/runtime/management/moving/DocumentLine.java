package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.StateDocument;

/**
 * A state document as a line. Its revision stays behind: it counts the changes of one store, and each store counts its
 * own.
 *
 * @param name which document of its collection
 */
record DocumentLine(String name, Bytes content) {
    static DocumentLine of(StateDocument document) {
        return new DocumentLine(document.name().name(), document.content());
    }

    byte[] bytes() {
        ObjectNode line = LineJson.object().put("name", name);
        LineJson.put(line, "content", content);
        return LineJson.write(line);
    }

    /** @throws RuntimeException if it is not the line of a document; the message says why */
    static DocumentLine read(byte[] line) {
        ObjectNode json = LineJson.read(line);
        return new DocumentLine(LineJson.text(json, "name"), LineJson.bytes(json, "content"));
    }
}
