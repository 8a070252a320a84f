package io.pushmi.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a command did.
 *
 * @param exitCode how it ended
 * @param output its lines on standard output
 * @param errors its lines on standard error
 */
record Outcome(int exitCode, List<String> output, List<String> errors) {
    /** Of a command in this process, where standard output and standard error are no terminals. */
    static Outcome of(Object... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int exitCode = Pushmi.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(Arrays.stream(arguments).map(Outcome::text).toArray(String[]::new));
        return new Outcome(
                exitCode,
                output.toString().lines().toList(),
                errors.toString().lines().toList());
    }

    private static String text(Object argument) {
        return argument instanceof Path path ? path.toAbsolutePath().toString() : argument.toString();
    }
}
