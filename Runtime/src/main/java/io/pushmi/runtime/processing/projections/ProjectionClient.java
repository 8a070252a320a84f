package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.function.Consumer;

/** The client of a projection. Used by any number of threads, for one event of a tenant at a time; must not block. */
public interface ProjectionClient {
    /**
     * Asks the client what an event makes of a read model, if there is room for the question.
     *
     * @param answer told what came of it, once, on any thread, possibly before this returns
     * @param whenRoom run once, on any thread, when it is worth trying again, if there is no room now
     * @return whether it was taken; if not, {@code answer} is never called
     */
    boolean offer(
            TenantId tenant,
            Delivery delivery,
            CurrentState current,
            Consumer<ProjectionAnswer> answer,
            Runnable whenRoom);
}
