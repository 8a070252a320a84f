package io.pushmi.runtime.storage;

import java.util.UUID;

/** Identifies one of the logs into which a tenant takes what comes over event horizons. */
public record ScopeId(UUID value) {
    /** The scope of a tenant's own events. */
    public static final ScopeId DEFAULT = new ScopeId(new UUID(0, 0));

    @Override
    public String toString() {
        return value.toString();
    }
}
