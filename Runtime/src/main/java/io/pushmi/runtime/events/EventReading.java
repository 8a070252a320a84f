package io.pushmi.runtime.events;

import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.Optional;

/** Opens logs to whoever may see all of them. May be used by any number of threads. */
public final class EventReading {
    private final EventLogs logs;
    private final EventLogStorage storage;
    private final Tenants tenants;

    public EventReading(EventLogs logs, EventLogStorage storage, Tenants tenants) {
        this.logs = logs;
        this.storage = storage;
        this.tenants = tenants;
    }

    /** The log of a scope, or the main log for the default one; empty if the tenant is not configured. */
    public Optional<ReadableLog> log(TenantId tenant, ScopeId scope) {
        return log(new LogId(tenant, LogName.ofScope(scope)));
    }

    /** Any log, a stream for example; empty if its tenant is not configured. */
    public Optional<ReadableLog> log(LogId id) {
        return tenants.contains(id.tenant()) ? Optional.of(new ReadableLog(id, logs, storage)) : Optional.empty();
    }
}
