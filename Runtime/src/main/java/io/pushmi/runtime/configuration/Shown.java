package io.pushmi.runtime.configuration;

import java.util.Locale;
import java.util.regex.Pattern;

/** Values as they may be shown to whoever reads the log: on one line, not too long, and without credentials. */
final class Shown {
    private static final Pattern SECRET_KEY =
            Pattern.compile("password|passwd|pwd|secret|token|credential|apikey|privatekey");
    private static final String MASK = "***";
    private static final int LONGEST = 160;

    private Shown() {}

    /** A value found at a key, quoted. */
    static String value(String key, String value) {
        return '"' + shortLine(withoutSecrets(key.toLowerCase(Locale.ROOT), value)) + '"';
    }

    /** An address without its user, password and options. */
    static String address(String address) {
        int scheme = address.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        // The last one: a password that was not encoded may have others in it.
        int at = address.lastIndexOf('@');
        String shown = at < start ? address : address.substring(0, start) + MASK + address.substring(at);
        int options = shown.indexOf('?');
        return options < 0 ? shown : shown.substring(0, options + 1) + MASK;
    }

    static String shortLine(String text) {
        return line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...");
    }

    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(character -> {
            if (isPrintable(character)) {
                line.append((char) character);
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return line.toString();
    }

    private static String withoutSecrets(String key, String value) {
        boolean brokenAddress = key.endsWith("connectionstring") && !value.contains("://");
        return brokenAddress || SECRET_KEY.matcher(key).find() ? MASK : address(value);
    }

    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character) && character != 0x2028 && character != 0x2029;
    }
}
