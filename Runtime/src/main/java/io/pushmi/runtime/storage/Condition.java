package io.pushmi.runtime.storage;

import org.jspecify.annotations.Nullable;

/** What must be true of the log, at the position where a commit goes in, for it to go in at all. */
public sealed interface Condition {
    /** The aggregate has applied exactly so many events; 0 says that it has none yet. */
    record AggregateAt(AggregateId aggregate, AggregateVersion expected) implements Condition {}

    /** The named checkpoint stands exactly there; null says that it was never set. */
    record CheckpointAt(CheckpointName name, @Nullable SequenceNumber expected) implements Condition {}
}
