package io.pushmi.runtime.execution;

import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.Optional;

/**
 * Which calls this Runtime serves, judged by their execution context. A tenant must be configured. The microservice and
 * the environment must be this Runtime's own where it was told what they are; a client that does not state its
 * environment passes, since older clients have no way to.
 */
public final class ExecutionContextPolicy {
    private final Tenants tenants;
    private final Optional<MicroserviceId> microservice;
    private final Optional<Environment> environment;

    public ExecutionContextPolicy(
            Tenants tenants, Optional<MicroserviceId> microservice, Optional<Environment> environment) {
        this.tenants = tenants;
        this.microservice = microservice;
        this.environment = environment;
    }

    /** What speaks against work for the context's tenant, as a sentence for the caller; empty if nothing does. */
    public Optional<String> objection(ExecutionContext context) {
        return objectionToCaller(context).or(() -> objectionTo(context.tenant()));
    }

    /** The same for work that is for no tenant in particular. */
    public Optional<String> objectionToCaller(ExecutionContext context) {
        if (microservice.isPresent() && !microservice.get().equals(context.microservice())) {
            return Optional.of("the call is from microservice " + context.microservice()
                    + ", this Runtime is configured for microservice " + microservice.get());
        }
        if (environment.isPresent()
                && context.environment().isStated()
                && !environment.get().equals(context.environment())) {
            return Optional.of("the call is from environment '" + context.environment()
                    + "', this Runtime is configured for environment '" + environment.get() + "'");
        }
        return Optional.empty();
    }

    private Optional<String> objectionTo(TenantId tenant) {
        return tenants.contains(tenant)
                ? Optional.empty()
                : Optional.of("tenant " + tenant + " is not configured; configured are: "
                        + String.join(
                                ", ",
                                tenants.all().stream().map(TenantId::toString).toList()));
    }
}
