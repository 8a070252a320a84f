package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.PartitionId;

/** What a filter says of an event. */
public sealed interface FilterAnswer {
    FilterAnswer EXCLUDED = new Excluded();
    FilterAnswer UNANSWERED = new Unanswered();

    /**
     * The event belongs in the stream.
     *
     * @param partition where it belongs in the stream; without effect if the stream has no partitions
     */
    record Included(PartitionId partition) implements FilterAnswer {}

    record Excluded() implements FilterAnswer {}

    /**
     * The client could not decide, and is asked again.
     *
     * @param reason for people, as the client gave it; may be empty
     */
    record Failed(String reason, Retry retry) implements FilterAnswer {}

    /** The client is gone. It is asked again when it is back. */
    record Unanswered() implements FilterAnswer {}
}
