package io.pushmi.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Single values as tables show them. */
final class Shown {
    private static final int LONGEST_REASON = 80;

    private Shown() {}

    static String instant(@Nullable Instant instant) {
        return instant == null ? "" : EventTable.shown(instant);
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static String yesOrNo(boolean is) {
        return is ? "yes" : "no";
    }

    /** The name for people, or the id where there is none. */
    static String name(String alias, String id) {
        return alias.isEmpty() ? id : alias;
    }

    static String reason(String reason) {
        return Text.cut(reason, LONGEST_REASON);
    }
}
