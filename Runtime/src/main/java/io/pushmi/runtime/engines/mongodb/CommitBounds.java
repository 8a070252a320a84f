package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a commit document says of its place in the log.
 *
 * @param previous the id of the commit that it claims to follow, as text; null for the first of a log
 * @param latest the latest instant that it or any commit before it carries
 */
record CommitBounds(
        SequenceNumber first,
        int count,
        CommitId id,
        @Nullable String previous,
        Instant latest) {
    SequenceNumber next() {
        return first.plus(count);
    }

    /** Where the log stands after this commit. */
    LogEnd end() {
        return new LogEnd(next(), id, latest);
    }

    boolean follows(LogEnd end) {
        return first.equals(end.next())
                && (end.token() == null ? previous == null : end.token().equals(previous));
    }
}
