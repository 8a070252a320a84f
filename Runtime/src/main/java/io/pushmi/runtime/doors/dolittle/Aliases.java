package io.pushmi.runtime.doors.dolittle;

import org.jspecify.annotations.Nullable;

/** Names for people that clients may give to what they register. */
final class Aliases {
    private Aliases() {}

    /** The name, or null where none was given or it is blank. */
    static @Nullable String read(boolean isSet, String alias) {
        return isSet && !alias.isBlank() ? alias : null;
    }
}
