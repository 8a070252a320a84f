package io.pushmi.runtime.doors.pushmi;

import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another Runtime says of a commit, all but its events.
 *
 * @param first the position of its first event
 * @param count how many events it has in all
 * @param id what identifies it, as text
 * @param isIdChosen whether a client chose the id, so that it is a {@link CommitId.Chosen}
 */
public record ShownCommit(
        SequenceNumber first,
        int count,
        String id,
        boolean isIdChosen,
        Instant occurred,
        ExecutionContext context,
        CommitKind kind,
        @Nullable Checkpoint checkpoint) {}
