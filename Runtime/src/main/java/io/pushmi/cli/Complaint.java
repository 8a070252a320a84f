package io.pushmi.cli;

import picocli.CommandLine;

/** What a command says when it cannot do what it is told. */
final class Complaint {
    private Complaint() {}

    /** On one line, since the words of others are in it. */
    static void print(RuntimeException failure, CommandLine command) {
        command.getErr().println("pushmi: " + Text.shown(String.valueOf(failure.getMessage())));
    }
}
