package io.pushmi.runtime.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one collection, in the order of their names' UTF-8 bytes.
 *
 * @param next the name to pass for the following page, or null where there is none
 */
public record StatePage(
        List<StateDocument> documents, @Nullable String next) {
    public StatePage {
        documents = List.copyOf(documents);
    }
}
