package io.pushmi.runtime.engines.mongodb;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import java.util.concurrent.CompletionException;
import org.bson.BsonSerializationException;

/**
 * Tells from what the driver throws whether a command can have reached the server. Whatever is not known to come before
 * the command counts as unanswered: a command that was carried out must never be taken for one that was not.
 */
final class DriverFailures {
    private static final int OBJECT_TOO_LARGE = 10_334;

    private DriverFailures() {}

    /** @param command for the message */
    static CommandFailure of(String command, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CommandFailure known) {
            return known;
        }
        if (cause instanceof MongoServerException answer) {
            return new CommandFailure.Rejected(answer.getCode(), message(command, answer), answer);
        }
        if (cause instanceof BsonSerializationException) {
            return new CommandFailure.Rejected(OBJECT_TOO_LARGE, message(command, cause), cause);
        }
        return isBeforeSending(cause)
                ? new CommandFailure.NotSent(message(command, cause), cause)
                : new CommandFailure.Unanswered(message(command, cause), cause);
    }

    /**
     * Exactly a time-out of the driver's is one of waiting for a server or a connection; its subclass may be one of
     * waiting for the answer. The others come up while a connection is being had.
     */
    private static boolean isBeforeSending(Throwable cause) {
        return cause.getClass().equals(MongoTimeoutException.class)
                || cause instanceof MongoSocketOpenException
                || cause instanceof MongoSecurityException
                || cause instanceof MongoConnectionPoolClearedException
                || cause instanceof MongoServerUnavailableException;
    }

    private static String message(String command, Throwable cause) {
        String reason = cause.getMessage();
        return command + ": " + (reason == null ? cause.getClass().getSimpleName() : reason);
    }
}
