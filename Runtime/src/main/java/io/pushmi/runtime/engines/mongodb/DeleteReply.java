package io.pushmi.runtime.engines.mongodb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to deletions.
 *
 * @param deleted how many documents are gone
 * @param errors why statements failed, each at its index
 * @param concern why the server does not vouch for a majority having done so, or null if it does
 */
record DeleteReply(
        long deleted, List<WriteError> errors, @Nullable String concern) {
    DeleteReply {
        errors = List.copyOf(errors);
    }
}
