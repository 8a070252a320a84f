package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.ScopeId;
import java.util.UUID;

/**
 * Identifies a processor of a microservice: the same for all of its tenants.
 *
 * @param scope whose log it works through
 */
public record ProcessorId(ProcessorKind kind, ScopeId scope, UUID value) {
    /** Its text, by which documents are named: kind, scope and id. */
    @Override
    public String toString() {
        return kind + "/" + scope + "/" + value;
    }
}
