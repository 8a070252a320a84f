package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.tenancy.TenantId;

/** There are no read models to be read, since no client ever registered such a projection. */
public final class UnknownProjection extends RuntimeException {
    UnknownProjection(ProjectionId projection, TenantId tenant) {
        super(
                "projection " + projection.value() + " in scope " + projection.scope()
                        + " was never registered for tenant " + tenant,
                null,
                false,
                false);
    }
}
