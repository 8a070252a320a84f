package io.pushmi.cli;

import java.util.regex.Pattern;

/** UUIDs on a command line. */
final class Ids {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Ids() {}

    static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }
}
