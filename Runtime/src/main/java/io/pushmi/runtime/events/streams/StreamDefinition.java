package io.pushmi.runtime.events.streams;

import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StreamId;

/**
 * A materialised stream, as its filter was last registered.
 *
 * @param scope whose log it is made of
 */
public record StreamDefinition(ScopeId scope, StreamId id, StreamKind kind) {
    /** The log that it is made of. */
    public LogName source() {
        return LogName.ofScope(scope);
    }

    /** The log that it is. */
    public LogName name() {
        return kind == StreamKind.PUBLIC ? LogName.ofPublicStream(id) : LogName.ofStream(scope, id);
    }
}
