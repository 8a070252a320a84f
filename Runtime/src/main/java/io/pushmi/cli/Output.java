package io.pushmi.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Output for people and for other programs: always UTF-8, and written when it is told to. Whoever reads it may stop at any
 * time, which is no failure.
 */
final class Output {
    /** Set by the start script, which can tell. */
    private static final String TERMINAL = "pushmi.terminal";

    private final PrintStream stream;
    private final StringBuilder gathered = new StringBuilder();

    Output(OutputStream to) {
        this.stream = new PrintStream(to, false, StandardCharsets.UTF_8);
    }

    static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out));
    }

    /** Whether people look at it who want colours. */
    static boolean isColoured() {
        String unwanted = System.getenv("NO_COLOR");
        return Boolean.getBoolean(TERMINAL) && (unwanted == null || unwanted.isEmpty());
    }

    Output line(CharSequence text) {
        gathered.append(text).append('\n');
        return this;
    }

    /** Writes what there is. False if nobody reads it any more. */
    boolean flush() {
        stream.print(gathered);
        gathered.setLength(0);
        return !stream.checkError();
    }
}
