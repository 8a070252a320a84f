package io.pushmi.runtime.execution;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances in which a client makes a call, stored with every commit and returned exactly as they were sent.
 *
 * @param span the client's trace span, or null where it traces nothing
 */
public record ExecutionContext(
        MicroserviceId microservice,
        TenantId tenant,
        Version version,
        CorrelationId correlation,
        List<Claim> claims,
        Environment environment,
        @Nullable SpanId span) {
    public ExecutionContext {
        claims = List.copyOf(claims);
    }
}
