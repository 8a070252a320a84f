package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.storage.ScopeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names for people that clients may give to what they register. */
final class Aliases {
    private Aliases() {}

    /** The name, or null where none was given or it is blank. */
    static @Nullable String read(boolean isSet, String alias) {
        return isSet && !alias.isBlank() ? alias : null;
    }

    /** What is registered, by its name where it has one, for the log. */
    static String describe(String kind, @Nullable String alias, UUID id, ScopeId scope) {
        String named = alias == null ? kind + " " + id : kind + " '" + alias + "' (" + id + ")";
        return scope.equals(ScopeId.DEFAULT) ? named : named + " of scope " + scope;
    }
}
