package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tenants that operators ask for. */
record KnownTenants(Tenants tenants) {
    private static final String FIELD = "tenantId";

    /**
     * The tenant in a field that must be set.
     *
     * @param unknown the kind of failure if it is not configured
     * @throws MalformedRequest if it is not set or malformed
     * @throws Refusal if it is not configured
     */
    TenantId require(boolean isSet, Uuid wire, FailureType unknown) {
        TenantId tenant = new TenantId(Guids.require(isSet, wire, FIELD));
        if (!tenants.contains(tenant)) {
            String configured = tenants.all().stream().map(TenantId::toString).collect(Collectors.joining(", "));
            throw new Refusal(unknown, "tenant " + tenant + " is not configured; configured are: " + configured);
        }
        return tenant;
    }

    /** The same for a field that may be left out, which stands for all tenants. */
    Optional<TenantId> find(boolean isSet, Uuid wire, FailureType unknown) {
        return isSet ? Optional.of(require(true, wire, unknown)) : Optional.empty();
    }

    /** One, or all of them. */
    List<TenantId> wanted(Optional<TenantId> one) {
        return one.map(List::of).orElseGet(tenants::all);
    }
}
