package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.storage.ScopeId;
import java.util.UUID;

/**
 * Identifies a projection of a microservice: the same for all of its tenants.
 *
 * @param scope whose log it works through
 */
public record ProjectionId(ScopeId scope, UUID value) {
    /** What it is called as a processor. */
    public ProcessorId processor() {
        return new ProcessorId(ProcessorKind.PROJECTION, scope, value);
    }

    /** Its text, by which documents are named: scope and id. */
    @Override
    public String toString() {
        return scope + "/" + value;
    }
}
