package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** What became of a commit. Only {@link OutcomeUnknown} leaves open whether its events are in the log. */
public sealed interface CommitOutcome {
    /**
     * It is in the log and durable. For a commit whose id the log already had, with the same events, this is the
     * original one.
     */
    record Committed(Commit commit) implements CommitOutcome {}

    /** Nothing is in the log, and the same request will never get in. */
    record Invalid(String reason) implements CommitOutcome {}

    /** Nothing is in the log: the aggregate is not at the version that was expected. */
    record AggregateMoved(AggregateId aggregate, AggregateVersion expected, AggregateVersion actual)
            implements CommitOutcome {}

    /** Nothing is in the log: the checkpoint is not where it was expected; null stands for never set. */
    record CheckpointMoved(
            CheckpointName name,
            @Nullable SequenceNumber expected,
            @Nullable SequenceNumber actual) implements CommitOutcome {}

    /** Nothing is added to the log: it has other events under this commit id. */
    record CommitIdTaken(CommitId.Chosen id) implements CommitOutcome {}

    /** Nothing is in the log, and the store was never asked: it cannot take commits now. */
    record Unavailable(String reason) implements CommitOutcome {}

    /** The events may be in the log, or get there later: the store was asked and has not answered for certain. */
    record OutcomeUnknown(String reason) implements CommitOutcome {}
}
