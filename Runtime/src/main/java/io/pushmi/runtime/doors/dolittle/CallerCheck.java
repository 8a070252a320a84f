package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Optional;

/** Judges who calls, for calls that reach no event log, where that is done below. */
record CallerCheck(ExecutionContextPolicy policy) {
    /**
     * Passes callers whose microservice and environment this Runtime serves, whatever their tenant.
     *
     * @throws MalformedRequest if the context is not complete
     * @throws Refusal if this Runtime does not serve the caller
     */
    void requireOwn(boolean hasContext, CallRequestContext call) {
        refuse(policy.objectionToCaller(ExecutionContexts.ofCall(hasContext, call)), FailureType.OTHER);
    }

    /**
     * The same for who registers something, whatever the tenant.
     *
     * @param as the kind of failure that a registration is refused with
     */
    void requireOwn(ReverseCallArgumentsContext call, FailureType as) {
        refuse(policy.objectionToCaller(ExecutionContexts.ofRegistration(call)), as);
    }

    /** The tenant of a call that is for one which this Runtime serves; fails as {@link #requireOwn} does. */
    TenantId requireTenant(boolean hasContext, CallRequestContext call) {
        ExecutionContext context = ExecutionContexts.ofCall(hasContext, call);
        refuse(policy.objection(context), FailureType.UNKNOWN);
        return context.tenant();
    }

    private static void refuse(Optional<String> objection, FailureType as) {
        if (objection.isPresent()) {
            throw new Refusal(as, objection.get());
        }
    }
}
