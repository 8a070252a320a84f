package io.pushmi.runtime.events.streams;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a materialised stream are kept: each is a commit of its own, whose checkpoint says up to where its
 * filter has come in the source log.
 */
public final class StreamEvents {
    /** Where the filter goes on in the source log. */
    public static final CheckpointName FILTER = new CheckpointName("filter");

    /** Moved by each erasure from the source log: no copy of an event that was read before gets in afterwards. */
    public static final CheckpointName ERASURES = new CheckpointName("erasures");

    private StreamEvents() {}

    /** The number that the event of a stream has in the source log; the commit is one for clients, not for the log itself. */
    public static SequenceNumber sourceNumber(Commit commit) {
        Checkpoint checkpoint = commit.checkpoint();
        if (commit.kind() != CommitKind.EVENTS || checkpoint == null) {
            throw new IllegalArgumentException(
                    "the commit at " + commit.first() + " has no event that a filter included: it is of kind "
                            + commit.kind() + " with the checkpoint " + checkpoint);
        }
        return new SequenceNumber(checkpoint.position().value() - 1);
    }

    /** Whether enough is known of the event to be in a stream: of one that is erased even the type may be lost. */
    public static boolean canBeCopied(Event event) {
        return event.type() != null && event.source() != null;
    }

    /**
     * What puts a copy of an event into a stream: as it is, but that no aggregate applied it there.
     *
     * @param event one that {@link #canBeCopied}
     * @param expected where the filter's checkpoint must stand, null for never set
     * @param erased where the checkpoint of erasures must stand, null for never set
     */
    public static CommitRequest copyOf(
            CommittedEvent event,
            PartitionId partition,
            @Nullable SequenceNumber expected,
            @Nullable SequenceNumber erased) {
        return new CommitRequest(
                null,
                event.commit().context(),
                CommitKind.EVENTS,
                event.commit().occurred(),
                List.of(copyOf(event.event(), partition)),
                List.of(new Condition.CheckpointAt(FILTER, expected), new Condition.CheckpointAt(ERASURES, erased)),
                new Checkpoint(FILTER, event.sequenceNumber().plus(1)));
    }

    private static UncommittedEvent copyOf(Event event, PartitionId partition) {
        EventType type = event.type();
        EventSourceId source = event.source();
        if (type == null || source == null) {
            throw new IllegalArgumentException("an event of which the type or the source is lost cannot be copied");
        }
        return new UncommittedEvent(
                type,
                source,
                event.content(),
                event.isPublic(),
                event.id(),
                event.metadata(),
                null,
                partition,
                event.origin());
    }
}
