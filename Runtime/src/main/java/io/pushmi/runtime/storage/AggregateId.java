package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.AggregateRootId;

/** Identifies one aggregate: an aggregate root applied to an event source. */
public record AggregateId(AggregateRootId root, EventSourceId source) {
    @Override
    public String toString() {
        return root + "/" + source;
    }
}
