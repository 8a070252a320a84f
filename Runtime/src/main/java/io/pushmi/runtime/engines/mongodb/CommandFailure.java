package io.pushmi.runtime.engines.mongodb;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why a command was not answered with a reply, as far as that says what may have happened. */
abstract sealed class CommandFailure extends RuntimeException {
    private CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The failure of a stage of {@link MongoCommands}, however it is wrapped. */
    static CommandFailure of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof CommandFailure failure ? failure : new Unanswered(String.valueOf(cause), cause);
    }

    /** The server certainly never got the command, and never will. */
    static final class NotSent extends CommandFailure {
        NotSent(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }

    /** The command may have been carried out, may not have been, and may still be. */
    static final class Unanswered extends CommandFailure {
        Unanswered(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * The server answered with an error. Only the code tells whether it had done a part of the command before: one that
     * says that it is no primary may stand for a write that was made and not yet known to a majority.
     */
    static final class Rejected extends CommandFailure {
        private final int code;

        Rejected(int code, String message, @Nullable Throwable cause) {
            super("error " + code + ": " + message, cause);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
