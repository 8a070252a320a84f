package io.pushmi.endtoend;

import org.jspecify.annotations.Nullable;

/**
 * A commit that a client tried, or a question for an aggregate's version, and when. Times are nanoseconds of one clock
 * that only goes forward. An attempt that was repeated under its id counts as one, from when it was first sent.
 *
 * @param attempt what was tried; null for a question
 * @param aggregate the event source of the aggregate that it is about, or null for plain events
 * @param version the version that was expected of the aggregate, or the answer to the question
 * @param sent before anything was sent
 * @param answered after the answer was there, or {@link #NEVER}
 */
record TimedCall(
        Kind kind, @Nullable Attempt attempt, @Nullable String aggregate, long version, long sent, long answered) {
    static final long NEVER = Long.MAX_VALUE;

    /** What a call was, and what is known of it. */
    enum Kind {
        ACKNOWLEDGED,
        /** Since the aggregate had another version than was expected. */
        REFUSED,
        /** It may have happened when it was sent, later, or never. */
        UNKNOWN,
        ASKED
    }

    /** How it is called in sentences. */
    String name() {
        return attempt == null ? "a question for " + aggregate : attempt.name();
    }
}
