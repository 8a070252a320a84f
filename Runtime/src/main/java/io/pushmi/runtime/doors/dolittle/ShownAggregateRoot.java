package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.events.RegisteredArtifact;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;

/**
 * An aggregate root of another Runtime.
 *
 * @param declared what a client said of it there; without an alias if none did
 */
public record ShownAggregateRoot(RegisteredArtifact declared, List<Instance> instances) {
    /**
     * An aggregate.
     *
     * @param version how many events it has
     */
    public record Instance(TenantId tenant, EventSourceId source, long version) {}
}
