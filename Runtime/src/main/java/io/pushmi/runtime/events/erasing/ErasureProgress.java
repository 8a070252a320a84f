package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an erasure has come.
 *
 * @param next where it goes on looking
 * @param events how many events were changed so far
 * @param commits how many commits were changed so far
 * @param concerned the part of the log that has what it is about, whether that was changed this time or before
 */
record ErasureProgress(
        SequenceNumber next,
        long events,
        long commits,
        @Nullable Stretch concerned) {
    static final ErasureProgress NONE = new ErasureProgress(SequenceNumber.FIRST, 0, 0, null);

    /** With a page more, whose commits are those that the erasure is about. */
    ErasureProgress and(List<Commit> found, long changedEvents, long changedCommits, SequenceNumber goingOnAt) {
        Stretch stretch = concerned;
        for (Commit commit : found) {
            stretch = Stretch.including(stretch, commit.first());
        }
        return new ErasureProgress(goingOnAt, events + changedEvents, commits + changedCommits, stretch);
    }
}
