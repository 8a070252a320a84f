package io.pushmi.cli;

import io.pushmi.runtime.storage.SequenceNumber;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Numbers on a command line. */
final class Numbers {
    private Numbers() {}

    static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new TypeConversionException("expected a whole number, found '" + text + "'");
        }
    }

    static SequenceNumber position(long value, String option, CommandSpec command) {
        requireNotNegative(value, option, command);
        return new SequenceNumber(value);
    }

    static void requireNotNegative(long value, String option, CommandSpec command) {
        if (value < 0) {
            throw new ParameterException(command.commandLine(), option + ": expected 0 or more, found " + value);
        }
    }
}
