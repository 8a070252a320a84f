package io.pushmi.runtime.storage;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong in a store.
 *
 * @param log the log it is about, or null if it is about none
 * @param position where in that log, or null if that cannot be said
 * @param problem what is expected there and what was found
 */
public record Finding(@Nullable LogId log, @Nullable SequenceNumber position, String problem) {
    @Override
    public String toString() {
        String where = log == null ? "" : "log " + log + (position == null ? ": " : " at " + position + ": ");
        return where + problem;
    }
}
