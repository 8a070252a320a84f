package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.Nullable;

/** Why a command was not answered with a reply, as far as that says what may have happened. */
abstract sealed class CommandFailure extends RuntimeException {
    private CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
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

    /** The server refused the whole command. What the code says about a write is for the caller to judge. */
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
