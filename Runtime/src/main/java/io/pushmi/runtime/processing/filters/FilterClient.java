package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.function.Consumer;

/** A connected client that chooses events, for all tenants. Used by any number of threads; nothing here may block. */
public interface FilterClient {
    /**
     * Asks about an event if there is room for it.
     *
     * @param answer told what the client says, once, on any thread, possibly before this returns
     * @param whenRoom run once, on any thread, when it is worth trying again, if there is no room now
     * @return whether it was taken; if not, {@code answer} is never called
     */
    boolean offer(TenantId tenant, Delivery delivery, Consumer<FilterAnswer> answer, Runnable whenRoom);
}
