package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that a client wants committed for an aggregate, as they came in.
 *
 * @param shape the shape in which the answer has its ids
 */
record UncommittedAggregate(AggregateId aggregate, CommitRequest request, WireShape shape) {
    private static final String EVENTS = "events";

    /**
     * @param id the commit id that the client chose, if it chose one
     * @param unlessTold the shape to answer in when the event source does not say
     * @throws MalformedRequest if the request is not what the contract says
     * @throws Refusal if there are no events
     */
    static UncommittedAggregate read(
            CommitAggregateEventsRequest wire, CommitId.@Nullable Chosen id, WireShape unlessTold) {
        var context = ExecutionContexts.ofCall(wire.hasCallContext(), wire.getCallContext());
        if (!wire.hasEvents()) {
            throw MalformedRequest.notSet(EVENTS, "UncommittedAggregateEvents");
        }
        UncommittedAggregateEvents events = wire.getEvents();
        AggregateId aggregate = aggregateOf(events);
        CommitRequest request =
                CommitRequest.of(id, context, eventsOf(aggregate, events), List.of(conditionOf(aggregate, events)));
        return new UncommittedAggregate(aggregate, request, WireShape.of(events.getEventSourceId(), unlessTold));
    }

    private static AggregateId aggregateOf(UncommittedAggregateEvents wire) {
        try {
            return Aggregates.read(wire.hasAggregateRootId(), wire.getAggregateRootId(), wire.getEventSourceId());
        } catch (MalformedRequest problem) {
            throw problem.within(EVENTS);
        }
    }

    private static Condition conditionOf(AggregateId aggregate, UncommittedAggregateEvents wire) {
        long expected = wire.getExpectedAggregateRootVersion();
        if (expected < 0) {
            throw new MalformedRequest(
                    EVENTS + ".expectedAggregateRootVersion",
                    "expected at most " + Long.MAX_VALUE + ", found " + Long.toUnsignedString(expected));
        }
        return new Condition.AggregateAt(aggregate, new AggregateVersion(expected));
    }

    private static List<UncommittedEvent> eventsOf(AggregateId aggregate, UncommittedAggregateEvents wire) {
        int count = wire.getEventsCount();
        if (count == 0) {
            throw new Refusal(
                    FailureType.NO_EVENTS_TO_COMMIT,
                    "expected at least one event of aggregate " + aggregate + ", found none");
        }
        List<UncommittedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            try {
                events.add(read(aggregate, wire.getEvents(i)));
            } catch (MalformedRequest problem) {
                throw problem.within(EVENTS + ".events[" + i + "]");
            }
        }
        return events;
    }

    private static UncommittedEvent read(AggregateId aggregate, UncommittedAggregateEvent wire) {
        return UncommittedEvent.appliedBy(
                aggregate,
                Artifacts.requireEventType(wire.hasEventType(), wire.getEventType(), "eventType"),
                Content.json(Bytes.utf8(wire.getContent())),
                wire.getPublic());
    }
}
