package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.processing.ClientId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads which client makes a reverse call. */
final class Clients {
    private static final UUID UNSET = new UUID(0, 0);

    private Clients() {}

    /** Null if it does not say, as some do by an id that is all zeros. */
    static @Nullable ClientId of(ReverseCallArgumentsContext context) {
        if (!context.hasHeadId()) {
            return null;
        }
        UUID id = Guids.require(true, context.getHeadId(), "callContext.headId");
        return id.equals(UNSET) ? null : new ClientId(id);
    }
}
