package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.UUID;

/** Execution contexts for specs. */
public final class Contexts {
    private static final MicroserviceId MICROSERVICE =
            new MicroserviceId(UUID.fromString("5a1e7f2c-31d3-4b0a-9a52-0c7b1d5f6e01"));

    private Contexts() {}

    /** A call for the development tenant with nothing optional in it and a correlation of its own. */
    public static ExecutionContext any() {
        return of(TenantId.DEVELOPMENT);
    }

    /** A call for the tenant with nothing optional in it and a correlation of its own. */
    public static ExecutionContext of(TenantId tenant) {
        return of(tenant, new CorrelationId(UUID.randomUUID()));
    }

    public static ExecutionContext correlated(CorrelationId correlation) {
        return of(TenantId.DEVELOPMENT, correlation);
    }

    /** A call with something telling in every field. */
    public static ExecutionContext full() {
        return new ExecutionContext(
                new MicroserviceId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                new Version(1, Integer.MAX_VALUE, -3, 4, "beta.5"),
                new CorrelationId(UUID.randomUUID()),
                List.of(new Claim("role", "admin", "string"), new Claim("", "", ""), new Claim("role", "äöü", "x")),
                new Environment("Prodüction"),
                new SpanId(Long.MIN_VALUE));
    }

    private static ExecutionContext of(TenantId tenant, CorrelationId correlation) {
        return new ExecutionContext(
                MICROSERVICE, tenant, Version.NOT_SET, correlation, List.of(), Environment.DEVELOPMENT, null);
    }
}
