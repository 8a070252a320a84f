package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;

/** Identifies a log. Sequence numbers, aggregates and keys are those of one log and mean nothing in another. */
public record LogId(TenantId tenant, LogName name) {
    public static LogId mainOf(TenantId tenant) {
        return new LogId(tenant, LogName.MAIN);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
