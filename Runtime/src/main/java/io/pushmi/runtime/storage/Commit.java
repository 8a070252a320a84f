package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.ExecutionContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that went into a log together, at consecutive positions, or not at all.
 *
 * @param first the position of the first event
 * @param occurred when it was committed, to the nanosecond; never earlier than the commit before, unless the commit's
 *     producer said otherwise
 * @param events the events in order, at least one
 * @param aggregates what is to be remembered of every aggregate that applied an event here, as of the end of this commit
 * @param checkpoint where the named checkpoint stands after this commit, if it moved one
 */
public record Commit(
        SequenceNumber first,
        CommitId id,
        Instant occurred,
        ExecutionContext context,
        CommitKind kind,
        List<Event> events,
        List<AggregateState> aggregates,
        @Nullable Checkpoint checkpoint) {
    public Commit {
        events = List.copyOf(events);
        aggregates = List.copyOf(aggregates);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a commit has at least one event");
        }
    }

    public int count() {
        return events.size();
    }

    /** The position right after the last event. */
    public SequenceNumber next() {
        return first.plus(events.size());
    }

    public SequenceNumber numberOf(int index) {
        return first.plus(index);
    }

    /** This commit with other events, as many as before. */
    public Commit withEvents(List<Event> remaining) {
        if (remaining.size() != events.size()) {
            throw new IllegalArgumentException(
                    "commit " + id + " has " + events.size() + " events, not " + remaining.size());
        }
        return new Commit(first, id, occurred, context, kind, remaining, aggregates, checkpoint);
    }
}
