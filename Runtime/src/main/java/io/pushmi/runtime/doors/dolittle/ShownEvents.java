package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one tenant's log as one connected client gets to see them. May be used by any number of threads. What
 * the events of a commit have in common is translated once, as long as they come one after the other.
 */
final class ShownEvents {
    private final ExecutionContext ofTenant;
    private final WireShape shape;
    private volatile @Nullable Shared last;

    /** @param registration the context in which the client registered */
    ShownEvents(ExecutionContext registration, TenantId tenant, WireShape shape) {
        this.ofTenant = registration.toBuilder()
                .setTenantId(Guids.write(tenant.value()))
                .build();
        this.shape = shape;
    }

    /** What keeps the client from being shown an event in its stream, for people; empty if nothing does. */
    Optional<String> objection(Delivery delivery) {
        return objectionToEvent(delivery).or(() -> {
            String partition = delivery.partition().value();
            return shape.canShow(partition) ? Optional.empty() : Optional.of(cannotBeShown("partition", partition));
        });
    }

    /** The same for the event alone. */
    Optional<String> objectionToEvent(Delivery delivery) {
        EventSourceId source = delivery.event().event().source();
        return source == null || shape.canShow(source.value())
                ? Optional.empty()
                : Optional.of(cannotBeShown("event source", source.value()));
    }

    /** The context in which the client is to work on an event: its own, with the event's tenant and correlation. */
    ExecutionContext contextFor(Delivery delivery) {
        return sharedBy(delivery.event().commit()).context();
    }

    CommittedEvent event(Delivery delivery) {
        Commit commit = delivery.event().commit();
        return CommittedEvents.write(
                commit, delivery.event().index(), sharedBy(commit).facts(), shape);
    }

    StreamEvent streamEvent(Delivery delivery) {
        return StreamEvent.newBuilder()
                .setEvent(event(delivery))
                .setPartitionId(shape.write(delivery.partition().value()))
                .setScopeId(Guids.write(delivery.scope().value()))
                .setPartitioned(delivery.partitioned())
                .setStreamPosition(delivery.streamPosition())
                .build();
    }

    private Shared sharedBy(Commit commit) {
        Shared known = last;
        if (known != null && known.facts().first().equals(commit.first())) {
            return known;
        }
        CommitFacts facts = CommitFacts.of(commit);
        ExecutionContext context = ofTenant.toBuilder()
                .setCorrelationId(facts.context().getCorrelationId())
                .build();
        Shared shared = new Shared(facts, context);
        last = shared;
        return shared;
    }

    private static String cannotBeShown(String what, String id) {
        return "the " + what + " '" + id
                + "' is no Guid, and a client of contracts generation 5 can only be shown Guids;"
                + " expected a client of a later generation, or one that has such an event skipped";
    }

    private record Shared(CommitFacts facts, ExecutionContext context) {}
}
