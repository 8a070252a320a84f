package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that a client wants committed, as they came in.
 *
 * @param shape the shape in which the answer has its ids
 */
record UncommittedEvents(CommitRequest request, WireShape shape) {
    /**
     * @param id the commit id that the client chose, if it chose one
     * @param unlessTold the shape to answer in when no event says
     * @throws MalformedRequest if the request is not what the contract says
     * @throws Refusal if there are no events
     */
    static UncommittedEvents read(CommitEventsRequest wire, CommitId.@Nullable Chosen id, WireShape unlessTold) {
        var context = ExecutionContexts.ofCall(wire.hasCallContext(), wire.getCallContext());
        int count = wire.getEventsCount();
        if (count == 0) {
            throw new Refusal(FailureType.NO_EVENTS_TO_COMMIT, "expected at least one event, found none");
        }
        List<UncommittedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            try {
                events.add(read(wire.getEvents(i)));
            } catch (MalformedRequest problem) {
                throw problem.within("events[" + i + "]");
            }
        }
        return new UncommittedEvents(CommitRequest.of(id, context, events, List.of()), shapeOf(wire, unlessTold));
    }

    private static UncommittedEvent read(io.pushmi.contracts.runtime.events.UncommittedEvent wire) {
        return UncommittedEvent.of(
                Artifacts.requireEventType(wire.hasEventType(), wire.getEventType(), "eventType"),
                new EventSourceId(WireShape.read(wire.getEventSourceId(), "eventSourceId")),
                Content.json(Bytes.utf8(wire.getContent())),
                wire.getPublic());
    }

    private static WireShape shapeOf(CommitEventsRequest wire, WireShape unlessTold) {
        int told = 0;
        while (told < wire.getEventsCount() - 1
                && wire.getEvents(told).getEventSourceId().isEmpty()) {
            told++;
        }
        WireShape shape = WireShape.of(wire.getEvents(told).getEventSourceId(), unlessTold);
        for (int i = told + 1; i < wire.getEventsCount(); i++) {
            WireShape other = WireShape.of(wire.getEvents(i).getEventSourceId(), shape);
            if (other != shape) {
                throw new MalformedRequest(
                        "events[" + i + "].eventSourceId",
                        "expected " + shape + " as in events[" + told + "], found " + other);
            }
        }
        return shape;
    }
}
