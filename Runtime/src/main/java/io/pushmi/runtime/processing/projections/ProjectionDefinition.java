package io.pushmi.runtime.processing.projections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client registers, as it says it: {@link Projections#register} judges it.
 *
 * @param alias a name for people, if the client gave one
 * @param initialState the state of a read model that no event has reached yet, a JSON object
 * @param copy the copies that the client wants of read models; null if it wants none
 */
public record ProjectionDefinition(
        ProjectionId id,
        @Nullable String alias,
        List<EventSelector> selectors,
        String initialState,
        @Nullable CopyDefinition copy) {
    public ProjectionDefinition {
        selectors = List.copyOf(selectors);
    }
}
