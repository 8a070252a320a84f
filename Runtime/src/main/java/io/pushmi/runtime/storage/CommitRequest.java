package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.ExecutionContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants committed, and on which conditions. It has at least one event.
 *
 * @param id the id that the client chose, or null for a random one
 * @param occurred when it happened, where somebody else decided that; null for the moment of the commit
 * @param checkpoint where the named checkpoint stands once this is committed, if it moves one
 */
public record CommitRequest(
        CommitId.@Nullable Chosen id,
        ExecutionContext context,
        CommitKind kind,
        @Nullable Instant occurred,
        List<UncommittedEvent> events,
        List<Condition> conditions,
        @Nullable Checkpoint checkpoint) {
    public CommitRequest {
        events = List.copyOf(events);
        conditions = List.copyOf(conditions);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a commit has at least one event");
        }
    }

    /** A microservice's events, on conditions. */
    public static CommitRequest of(
            CommitId.@Nullable Chosen id,
            ExecutionContext context,
            List<UncommittedEvent> events,
            List<Condition> conditions) {
        return new CommitRequest(id, context, CommitKind.EVENTS, null, events, conditions, null);
    }
}
