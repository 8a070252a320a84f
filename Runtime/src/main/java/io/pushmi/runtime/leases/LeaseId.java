package io.pushmi.runtime.leases;

import io.pushmi.runtime.tenancy.TenantId;

/**
 * Names a piece of work that one claimant at a time may do, among all Runtimes that share the tenant's store.
 *
 * @param name any text that is not empty; every room begins its own with a word of its own
 */
public record LeaseId(TenantId tenant, String name) {
    public LeaseId {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a lease needs a name");
        }
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
