package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.storage.ScopeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names for people, which clients may give to what they register. */
final class Aliases {
    /** What operators are told where there is none. */
    static final String NONE = "No alias";

    private Aliases() {}

    /** The name, or null where none was given or it is blank. */
    static @Nullable String read(boolean isSet, String alias) {
        return isSet && !alias.isBlank() ? alias : null;
    }

    /** The name as operators are shown it. */
    static String shown(@Nullable String alias) {
        return alias == null || alias.isEmpty() ? NONE : alias;
    }

    /** What is registered, by its name where it has one, for the log. */
    static String describe(String kind, @Nullable String alias, UUID id, ScopeId scope) {
        String named = alias == null ? kind + " " + id : kind + " '" + alias + "' (" + id + ")";
        return scope.equals(ScopeId.DEFAULT) ? named : named + " of scope " + scope;
    }
}
