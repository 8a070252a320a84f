package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.EventSourceId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which aggregate a client means, and which of its events. */
final class Aggregates {
    private static final String AGGREGATE = "aggregate";

    private Aggregates() {}

    /**
     * The aggregate in a field that must be set.
     *
     * @throws MalformedRequest if it is not complete
     */
    static AggregateId require(boolean isSet, Aggregate wire) {
        if (!isSet) {
            throw MalformedRequest.notSet(AGGREGATE, "an Aggregate");
        }
        try {
            return read(wire.hasAggregateRootId(), wire.getAggregateRootId(), wire.getEventSourceId());
        } catch (MalformedRequest problem) {
            throw problem.within(AGGREGATE);
        }
    }

    /** The aggregate of a message that has these two fields. */
    static AggregateId read(boolean hasRoot, Uuid root, ByteString source) {
        return new AggregateId(
                new AggregateRootId(
                        Guids.require(hasRoot, root, "aggregateRootId").toString()),
                new EventSourceId(WireShape.read(source, "eventSourceId")));
    }

    /**
     * The event types to fetch, or empty for all.
     *
     * @throws MalformedRequest if one of them is malformed
     * @throws Refusal if the request does not choose
     */
    static Optional<Set<EventTypeId>> wantedTypes(FetchForAggregateInBatchesRequest wire) {
        if (wire.hasFetchAllEvents()) {
            return Optional.empty();
        }
        if (!wire.hasFetchEvents()) {
            throw new Refusal(FailureType.OTHER, "expected either fetchAllEvents or fetchEvents, found neither");
        }
        List<Artifact> types = wire.getFetchEvents().getEventTypesList();
        Set<EventTypeId> wanted = new HashSet<>();
        for (int i = 0; i < types.size(); i++) {
            wanted.add(new EventTypeId(Artifacts.requireId(true, types.get(i), "fetchEvents.eventTypes[" + i + "]")));
        }
        return Optional.of(wanted);
    }
}
