package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Set;

/**
 * A store that is open for whoever moves it, and that nobody else writes to meanwhile.
 *
 * @param tenants those that have something in it, or may have
 */
public record OpenStore(EventLogStorage logs, StateStorage states, Set<TenantId> tenants, Waiting waiting) {
    public OpenStore {
        tenants = Set.copyOf(tenants);
    }
}
