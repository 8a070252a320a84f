package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one commit ends and another may begin, as far as a majority of the server has it.
 *
 * @param last the id of the commit that ends here, or null at the beginning of a log
 * @param latest the latest instant that any commit before carries, or null at the beginning of a log
 */
record LogEnd(
        SequenceNumber next,
        @Nullable CommitId last,
        @Nullable Instant latest) {
    static final LogEnd BEGINNING = new LogEnd(SequenceNumber.FIRST, null, null);

    /** What the commit that begins here has to name. */
    @Nullable
    String token() {
        return last == null ? null : last.text();
    }

    Head head() {
        return new Head(next, last, latest);
    }

    LogEnd later(LogEnd other) {
        return next.isBefore(other.next) ? other : this;
    }
}
