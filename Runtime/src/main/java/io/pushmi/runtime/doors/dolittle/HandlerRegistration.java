package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.processing.StartFrom;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an event handler registers.
 *
 * @param shape the shape in which it is shown ids
 */
record HandlerRegistration(ProcessorDefinition definition, WireShape shape) {
    /**
     * @param unlessTold the shape for a registration that tells none
     * @throws MalformedRequest if it is not what the contract says
     */
    static HandlerRegistration read(EventHandlerRegistrationRequest wire, WireShape unlessTold) {
        ScopeId scope = new ScopeId(Guids.require(wire.hasScopeId(), wire.getScopeId(), "scopeId"));
        ProcessorId id = new ProcessorId(
                ProcessorKind.EVENT_HANDLER,
                scope,
                Guids.require(wire.hasEventHandlerId(), wire.getEventHandlerId(), "eventHandlerId"));
        ProcessorDefinition definition = new ProcessorDefinition(
                id,
                Aliases.read(wire.hasAlias(), wire.getAlias()),
                Selection.of(eventTypes(wire)),
                wire.getPartitioned(),
                Math.max(1, wire.getConcurrency()),
                wire.hasStartFrom() ? startFrom(wire.getStartFrom()) : StartFrom.FIRST,
                wire.hasStopAt() ? Times.require(wire.getStopAt(), "stopAt") : null);
        return new HandlerRegistration(definition, shapeOf(wire, unlessTold));
    }

    /** Without any type a handler would get all events there are, which nobody means who leaves them out. */
    private static Set<EventTypeId> eventTypes(EventHandlerRegistrationRequest wire) {
        if (wire.getEventTypesCount() == 0) {
            throw MalformedRequest.notSet("eventTypes", "at least one Artifact");
        }
        Set<EventTypeId> types = new LinkedHashSet<>();
        int index = 0;
        for (Artifact type : wire.getEventTypesList()) {
            types.add(new EventTypeId(Artifacts.requireId(true, type, "eventTypes[" + index + "]")));
            index++;
        }
        return types;
    }

    private static StartFrom startFrom(io.pushmi.contracts.runtime.events.processing.StartFrom wire) {
        return switch (wire.getSelectedCase()) {
            case SELECTED_NOT_SET -> StartFrom.FIRST;
            case POSITION -> position(wire);
            case TIMESTAMP -> new StartFrom.At(Times.require(wire.getTimestamp(), "startFrom.timestamp"));
            case EVENTLOGSEQUENCENUMBER -> new StartFrom.Number(number(wire.getEventLogSequenceNumber()));
        };
    }

    private static StartFrom position(io.pushmi.contracts.runtime.events.processing.StartFrom wire) {
        return switch (wire.getPosition()) {
            case Start -> StartFrom.FIRST;
            case Latest -> StartFrom.LATEST;
            case UNRECOGNIZED ->
                throw new MalformedRequest(
                        "startFrom.position", "expected Start (0) or Latest (1), found " + wire.getPositionValue());
        };
    }

    private static SequenceNumber number(long wire) {
        if (wire < 0) {
            throw new MalformedRequest(
                    "startFrom.eventLogSequenceNumber",
                    "expected a number up to " + Long.MAX_VALUE + ", found " + Long.toUnsignedString(wire));
        }
        return new SequenceNumber(wire);
    }

    /** Clients of generation 5 know none of these fields. */
    private static WireShape shapeOf(EventHandlerRegistrationRequest wire, WireShape unlessTold) {
        boolean isLater = wire.hasAlias() || wire.hasStartFrom() || wire.hasStopAt() || wire.getConcurrency() != 0;
        return isLater ? WireShape.TEXT : unlessTold;
    }
}
