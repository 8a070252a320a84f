package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.CommittedEvent;

/** Gathers all events of an aggregate into one message, as far as one message can take them. */
final class WholeAggregate {
    /** The most bytes of events in one message. */
    static final int LIMIT = 64 * 1024 * 1024;

    private final CommittedAggregate aggregate;
    private final CommittedAggregateEvents.Builder events;
    private long size;

    WholeAggregate(CommittedAggregate aggregate) {
        this.aggregate = aggregate;
        this.events = aggregate.newMessage();
    }

    /** @throws Refusal if there are too many */
    void add(CommittedEvent committed) {
        CommittedAggregateEvent event = aggregate.write(committed);
        size += event.getSerializedSize();
        if (size > LIMIT) {
            throw new Refusal(
                    FailureType.OTHER,
                    "the aggregate's events take more than the " + LIMIT
                            + " bytes that one response may have; fetch them with FetchForAggregateInBatches");
        }
        events.addEvents(event);
    }

    FetchForAggregateResponse response() {
        return FetchForAggregateResponse.newBuilder().setEvents(events).build();
    }

    CommittedAggregateEvents events() {
        return events.build();
    }
}
