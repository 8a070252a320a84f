package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;

/**
 * A collection of a tenant's database for read models.
 *
 * @param name as the database has it
 */
public record CopyCollection(TenantId tenant, String name) {
    @Override
    public String toString() {
        return "collection " + name + " of tenant " + tenant;
    }
}
