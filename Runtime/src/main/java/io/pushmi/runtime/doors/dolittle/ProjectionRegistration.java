package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.ProjectionEventSelector;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.projections.EventSelector;
import io.pushmi.runtime.processing.projections.KeySelector;
import io.pushmi.runtime.processing.projections.ProjectionDefinition;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.ReadModelKey;
import io.pushmi.runtime.storage.ScopeId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a projection registers.
 *
 * @param shape the shape in which it is shown ids
 */
record ProjectionRegistration(ProjectionDefinition definition, WireShape shape) {
    /**
     * @param unlessTold the shape for a registration that tells none
     * @throws MalformedRequest if it is not what the contract says
     */
    static ProjectionRegistration read(ProjectionRegistrationRequest wire, WireShape unlessTold) {
        ProjectionId id = new ProjectionId(
                new ScopeId(Guids.require(wire.hasScopeId(), wire.getScopeId(), "scopeId")),
                Guids.require(wire.hasProjectionId(), wire.getProjectionId(), "projectionId"));
        ProjectionDefinition definition = new ProjectionDefinition(
                id,
                Aliases.read(wire.hasAlias(), wire.getAlias()),
                selectors(wire),
                wire.getInitialState(),
                WireCopies.read(wire.getCopies()));
        return new ProjectionRegistration(definition, shapeOf(wire, unlessTold));
    }

    private static List<EventSelector> selectors(ProjectionRegistrationRequest wire) {
        List<EventSelector> selectors = new ArrayList<>(wire.getEventsCount());
        for (int i = 0; i < wire.getEventsCount(); i++) {
            selectors.add(selector(wire.getEvents(i), "events[" + i + "]"));
        }
        return selectors;
    }

    private static EventSelector selector(ProjectionEventSelector wire, String field) {
        EventTypeId type =
                new EventTypeId(Artifacts.requireId(wire.hasEventType(), wire.getEventType(), field + ".eventType"));
        return new EventSelector(type, key(wire, field));
    }

    private static KeySelector key(ProjectionEventSelector wire, String field) {
        return switch (wire.getSelectorCase()) {
            case EVENTSOURCEKEYSELECTOR -> new KeySelector.EventSource();
            case PARTITIONKEYSELECTOR -> new KeySelector.Partition();
            case EVENTPROPERTYKEYSELECTOR ->
                new KeySelector.Property(wire.getEventPropertyKeySelector().getPropertyName());
            case STATICKEYSELECTOR ->
                new KeySelector.Static(
                        new ReadModelKey(wire.getStaticKeySelector().getStaticKey()));
            case EVENTOCCURREDKEYSELECTOR ->
                new KeySelector.Occurred(wire.getEventOccurredKeySelector().getFormat());
            case SELECTOR_NOT_SET -> throw MalformedRequest.notSet(field + ".Selector", "one of the key selectors");
        };
    }

    /** Clients of generation 5 know none of these fields. */
    private static WireShape shapeOf(ProjectionRegistrationRequest wire, WireShape unlessTold) {
        boolean isLater = wire.hasCopies()
                || wire.hasAlias()
                || wire.getEventsList().stream()
                        .anyMatch(event -> event.hasStaticKeySelector() || event.hasEventOccurredKeySelector());
        return isLater ? WireShape.TEXT : unlessTold;
    }
}
