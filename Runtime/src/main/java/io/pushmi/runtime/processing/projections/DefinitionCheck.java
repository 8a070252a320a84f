package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.artifacts.EventTypeId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Judges what clients register. */
final class DefinitionCheck {
    private DefinitionCheck() {}

    /** What speaks against a definition, naming what was found and what was expected; empty if nothing does. */
    static Optional<String> objectionTo(ProjectionDefinition definition) {
        return selectors(definition)
                .or(() -> Json.objectionToObject(definition.initialState())
                        .map(objection -> "the initial state is no state: " + objection))
                .or(() -> Optional.ofNullable(definition.copy()).flatMap(CopyCheck::objectionTo))
                .map(objection -> "projection " + definition.id().value() + " in scope "
                        + definition.id().scope() + ": " + objection);
    }

    private static Optional<String> selectors(ProjectionDefinition definition) {
        if (definition.selectors().isEmpty()) {
            return Optional.of("it has no events, expected at least one event type with a key selector");
        }
        Set<EventTypeId> seen = new HashSet<>();
        for (EventSelector selector : definition.selectors()) {
            if (!seen.add(selector.type())) {
                return Optional.of("event type " + selector.type()
                        + " has more than one key selector, expected one for each event type");
            }
            Optional<String> objection =
                    key(selector.key()).map(problem -> "event type " + selector.type() + ": " + problem);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> key(KeySelector selector) {
        if (selector instanceof KeySelector.Property property && property.name().isEmpty()) {
            return Optional.of("its key is a property without a name, expected the name of a property");
        }
        return selector instanceof KeySelector.Occurred occurred
                ? OccurredFormat.problemIn(occurred.format())
                : Optional.empty();
    }
}
