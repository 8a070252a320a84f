package io.pushmi.runtime.engines.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;

/** Tells failures of the driver without what its own messages may have in them: addresses, users, values. */
final class CopyFailure {
    private CopyFailure() {}

    static String describe(Throwable failure) {
        if (failure instanceof MongoTimeoutException) {
            return "no server could be reached in time";
        }
        if (failure instanceof MongoSecurityException) {
            return "the server does not take the credentials";
        }
        if (failure instanceof MongoCommandException refused) {
            return "the server refused a command with " + refused.getErrorCode() + " " + refused.getErrorCodeName();
        }
        return failure instanceof WriteRefused
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }
}
