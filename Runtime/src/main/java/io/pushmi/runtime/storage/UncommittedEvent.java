package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody wants committed.
 *
 * @param id the producer's own id for it, if any
 * @param metadata anything the producer wants kept beside the content, if any
 * @param aggregate the aggregate that applied it, if one did; its version is given when it is committed
 * @param partition the partition it belongs to in a materialised stream, if the log is one
 * @param origin where it came from, if it arrived over an event horizon
 */
public record UncommittedEvent(
        EventType type,
        EventSourceId source,
        Content content,
        boolean isPublic,
        @Nullable EventId id,
        @Nullable Bytes metadata,
        @Nullable AggregateId aggregate,
        @Nullable PartitionId partition,
        @Nullable Origin origin) {
    /** An event with nothing optional in it. */
    public static UncommittedEvent of(EventType type, EventSourceId source, Content content, boolean isPublic) {
        return new UncommittedEvent(type, source, content, isPublic, null, null, null, null, null);
    }

    /** An event that an aggregate applied; its source is the aggregate's. */
    public static UncommittedEvent appliedBy(AggregateId by, EventType type, Content content, boolean isPublic) {
        return new UncommittedEvent(type, by.source(), content, isPublic, null, null, by, null, null);
    }
}
