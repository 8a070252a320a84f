package io.pushmi.runtime.configuration;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the names in a key are compared: without regard to case, and an id by what it identifies. */
final class SettingName {
    private static final Pattern ID = Pattern.compile(
            "[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?",
            Pattern.CASE_INSENSITIVE);

    private SettingName() {}

    static String canonical(String name) {
        return id(name).map(UUID::toString).orElseGet(() -> name.toLowerCase(Locale.ROOT));
    }

    /** Reads an id in any of the forms that .NET writes: with or without dashes, in braces, in parentheses. */
    static Optional<UUID> id(String text) {
        Matcher parts = ID.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(UUID.fromString(
                String.join("-", parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5))));
    }
}
