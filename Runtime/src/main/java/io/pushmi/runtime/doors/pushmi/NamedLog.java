package io.pushmi.runtime.doors.pushmi;

import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;

/** Names a log of a Runtime that runs elsewhere. Whether there can be such a log is for that Runtime to say. */
public final class NamedLog {
    private final LogReference reference;

    private NamedLog(LogReference reference) {
        this.reference = reference;
    }

    /** The log of what came over event horizons into the scope; the tenant's main log for the default scope. */
    public static NamedLog of(TenantId tenant, ScopeId scope) {
        return new NamedLog(LogReference.newBuilder()
                .setTenant(tenant.toString())
                .setScope(scope.toString())
                .build());
    }

    /** The stream that a filter makes of this log. */
    public NamedLog stream(StreamId stream) {
        return new NamedLog(reference.toBuilder().setStream(stream.toString()).build());
    }

    /** The public stream that a public filter makes of this log. */
    public NamedLog publicStream(StreamId stream) {
        return new NamedLog(
                reference.toBuilder().setPublicStream(stream.toString()).build());
    }

    LogReference reference() {
        return reference;
    }
}
