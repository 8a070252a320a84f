package io.pushmi.runtime.tenancy;

import java.util.UUID;

/** Identifies a tenant: a customer of the microservice whose events are kept apart from every other tenant's. */
public record TenantId(UUID value) {
    /** The tenant of work that no customer asked for, such as a client's registrations. */
    public static final TenantId SYSTEM = new TenantId(UUID.fromString("08831584-e016-42f6-bc5e-c4f098fed42b"));

    /** The tenant that a Runtime without configuration serves. */
    public static final TenantId DEVELOPMENT = new TenantId(UUID.fromString("445f8ea8-1a6f-40d7-b2fc-796dba92dc44"));

    @Override
    public String toString() {
        return value.toString();
    }
}
