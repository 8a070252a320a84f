package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Event;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An aggregate and its events, as a client gets to see them. For one thread at a time. */
final class CommittedAggregate {
    private final CommittedAggregateEvents withoutEvents;
    private @Nullable CommitFacts lastFacts;

    /**
     * @param id an aggregate that a client of this door named, so that its root is a Guid and its source fits the shape
     * @param current the version that the aggregate is shown at
     */
    // The deprecated version is the only one that clients with contracts older than 7.4 know.
    @SuppressWarnings("deprecation")
    CommittedAggregate(AggregateId id, AggregateVersion current, WireShape shape) {
        UUID root = Objects.requireNonNull(Guids.ofText(id.root().value()), "an aggregate root that is no Guid");
        this.withoutEvents = CommittedAggregateEvents.newBuilder()
                .setEventSourceId(shape.write(id.source().value()))
                .setAggregateRootId(Guids.write(root))
                .setAggregateRootVersion(Math.max(0, current.value() - 1))
                .setCurrentAggregateRootVersion(current.value())
                .build();
    }

    /** The commit that took the aggregate where it is shown. */
    static CommittedAggregateEvents write(Commit commit, AggregateId id, WireShape shape) {
        AggregateVersion current = commit.aggregates().get(0).next();
        CommittedAggregate aggregate = new CommittedAggregate(id, current, shape);
        CommittedAggregateEvents.Builder answer = aggregate.newMessage();
        for (int i = 0; i < commit.count(); i++) {
            answer.addEvents(aggregate.write(new CommittedEvent(commit, i)));
        }
        return answer.build();
    }

    /** A message of its own with everything but events. */
    CommittedAggregateEvents.Builder newMessage() {
        return withoutEvents.toBuilder();
    }

    CommittedAggregateEvent write(CommittedEvent committed) {
        CommitFacts facts = factsOf(committed.commit());
        Event event = committed.event();
        AppliedBy appliedBy = Objects.requireNonNull(event.appliedBy(), "an event of no aggregate");
        return CommittedAggregateEvent.newBuilder()
                .setEventLogSequenceNumber(committed.sequenceNumber().value())
                .setOccurred(facts.occurred())
                .setExecutionContext(facts.context())
                .setEventType(Artifacts.write(event.type()))
                .setPublic(event.isPublic())
                .setContentBytes(CommitFacts.contentOf(event.content()))
                .setAggregateRootVersion(appliedBy.version().value())
                .build();
    }

    private CommitFacts factsOf(Commit commit) {
        if (lastFacts == null || !lastFacts.first().equals(commit.first())) {
            lastFacts = CommitFacts.of(commit);
        }
        return lastFacts;
    }
}
