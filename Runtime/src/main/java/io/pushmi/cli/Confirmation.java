package io.pushmi.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Set;

/** Asks the person at the terminal. */
final class Confirmation {
    /** Set by the start script, which can tell. */
    private static final String TERMINAL = "pushmi.terminal.input";

    private static final Set<String> YES = Set.of("y", "yes");

    private Confirmation() {}

    /** Whether there is somebody to ask. */
    static boolean isPossible() {
        return Boolean.getBoolean(TERMINAL);
    }

    /** Whether the answer is yes; everything else, the end of the input too, is no. */
    static boolean given(String question, PrintWriter to) {
        to.print(question);
        to.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException failed) {
            throw new UncheckedIOException("standard input cannot be read", failed);
        }
    }
}
