package io.pushmi.runtime.doors.dolittle;

import org.jspecify.annotations.Nullable;

/** Names for people, as operators are shown them. */
final class ShownAlias {
    /** What the contract says where there is none. */
    static final String NONE = "No alias";

    private ShownAlias() {}

    static String of(@Nullable String alias) {
        return alias == null || alias.isEmpty() ? NONE : alias;
    }
}
