package io.pushmi.cli;

/** Text of others, of events and names, as it may be shown to people. */
final class Text {
    private static final String CUT = "…";

    private Text() {}

    /** On one line and without anything that a terminal takes for a command. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t') {
                shown.append(' ');
            } else if (isForTerminal(c)) {
                shown.append('\uFFFD');
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    /** The same, and no longer than this. */
    static String cut(String text, int longest) {
        String shown = shown(text.length() <= longest ? text : text.substring(0, longest + 1));
        if (shown.length() <= longest) {
            return shown;
        }
        int end = longest - CUT.length();
        return shown.substring(0, Character.isHighSurrogate(shown.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** Control characters, those above ASCII as well, and those that turn the direction of writing around. */
    static boolean isForTerminal(char c) {
        return Character.isISOControl(c) || (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    }
}
