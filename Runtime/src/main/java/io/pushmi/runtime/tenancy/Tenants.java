package io.pushmi.runtime.tenancy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tenants that this Runtime is configured for, in the order of the configuration. Immutable. */
public final class Tenants {
    private final Set<TenantId> configured;

    public Tenants(Collection<TenantId> configured) {
        this.configured = new LinkedHashSet<>(configured);
    }

    public List<TenantId> all() {
        return List.copyOf(configured);
    }

    public boolean contains(TenantId tenant) {
        return configured.contains(tenant);
    }
}
