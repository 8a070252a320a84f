package io.pushmi.runtime.engines.mongodb;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to updates.
 *
 * @param matched how many statements found a document or inserted one
 * @param upserted the indexes of the statements that inserted one
 * @param errors why statements failed, each at its index
 * @param concern why the server does not vouch for a majority having what was changed, or null if it does
 */
record UpdateReply(
        long matched,
        Set<Integer> upserted,
        List<WriteError> errors,
        @Nullable String concern) {
    UpdateReply {
        upserted = Set.copyOf(upserted);
        errors = List.copyOf(errors);
    }
}
