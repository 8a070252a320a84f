package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.ScopeId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A projection of dishes, as its client registers it. */
final class Given {
    static final ProjectionId ID =
            new ProjectionId(ScopeId.DEFAULT, UUID.fromString("6e3f2a1b-0c9d-4e8f-a7b6-c5d4e3f2a1b0"));
    static final String INITIAL = "{\"made\":[]}";

    private Given() {}

    static ProjectionDefinition projection() {
        return projection(INITIAL);
    }

    static ProjectionDefinition projection(String initialState) {
        return projection(initialState, new KeySelector.Property("dish"));
    }

    /** One whose read models are copied. */
    static ProjectionDefinition copied(String initialState, @Nullable CopyDefinition copy) {
        return copied(ID, initialState, copy);
    }

    static ProjectionDefinition copied(ProjectionId id, String initialState, @Nullable CopyDefinition copy) {
        return new ProjectionDefinition(
                id,
                "dishes",
                List.of(new EventSelector(new EventTypeId(Deliveries.TYPE), new KeySelector.Property("dish"))),
                initialState,
                copy);
    }

    static ProjectionDefinition projection(String initialState, KeySelector key) {
        return new ProjectionDefinition(
                ID, "dishes", List.of(new EventSelector(new EventTypeId(Deliveries.TYPE), key)), initialState, null);
    }
}
