package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event of a commit. Its sequence number follows from its place in the commit.
 *
 * @param type what kind of thing happened; null only for an erased event of which this is not known
 * @param source what it happened to; null only for an erased event of which this is not known
 * @param id the producer's own id for it, if any
 * @param metadata what the producer wanted kept beside the content, if anything
 * @param appliedBy the aggregate that applied it, if one did
 * @param partition the partition it belongs to in a materialised stream, if the log is one
 * @param origin where it came from, if it arrived over an event horizon
 */
public record Event(
        @Nullable EventType type,
        @Nullable EventSourceId source,
        Content content,
        boolean isPublic,
        @Nullable EventId id,
        @Nullable Bytes metadata,
        @Nullable AppliedBy appliedBy,
        @Nullable PartitionId partition,
        @Nullable Origin origin) {
    public Event {
        if ((type == null || source == null) && content instanceof Content.Legible) {
            throw new IllegalArgumentException("only an erased event may lack its type or source");
        }
    }

    /** What stands at a position of which nothing is known any more, not even the type. */
    public static Event unknown() {
        return new Event(null, null, Content.ERASED, false, null, null, null, null, null);
    }

    /** This event with other content; erasing takes the metadata along, since it may repeat what the content said. */
    public Event withContent(Content remaining) {
        Bytes kept = remaining instanceof Content.Erased ? null : metadata;
        return new Event(type, source, remaining, isPublic, id, kept, appliedBy, partition, origin);
    }

    /**
     * This event with what remains of its content once some of it is erased. What is gone already is not brought back by
     * erasing less: erased content stays erased, and redacted content never counts as whole again.
     */
    public Event erasedTo(Content remaining) {
        if (isErased()) {
            return this;
        }
        return isRedacted() && remaining instanceof Content.Present part
                ? withContent(new Content.Redacted(part.bytes(), part.type()))
                : withContent(remaining);
    }

    public boolean isRedacted() {
        return content instanceof Content.Redacted;
    }

    public boolean isErased() {
        return content instanceof Content.Erased;
    }
}
