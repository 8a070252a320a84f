package io.pushmi.runtime.management.moving;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A store cannot be moved, or not any further. The message says what is in the way: what was expected, what was found and
 * where. What was moved before that stays, and the same move can be started again.
 */
public final class MoveRefused extends RuntimeException {
    public MoveRefused(String reason) {
        super(reason);
    }

    private MoveRefused(String reason, IOException cause) {
        super(reason, cause);
    }

    /** @param what could not be done, such as {@code cannot write} */
    static MoveRefused of(String what, Path file, IOException cause) {
        return new MoveRefused(what + " " + file + ": " + inWords(cause), cause);
    }

    private static String inWords(IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "it does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not";
        }
        if (failure instanceof FileSystemException told && told.getReason() != null) {
            return told.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
