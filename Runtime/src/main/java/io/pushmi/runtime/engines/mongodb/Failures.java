package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.CompletionException;
import org.bson.BSONException;

/** Failures in the words of the storage contracts. */
final class Failures {
    private Failures() {}

    /** What to tell the caller, whatever the failure is wrapped in. */
    static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CommandFailure unanswered) {
            return new StorageUnavailable(String.valueOf(unanswered.getMessage()), unanswered);
        }
        if (cause instanceof BSONException unreadable) {
            return new StorageDamaged(
                    "a document is not what this version writes: " + unreadable.getMessage(), unreadable);
        }
        return cause;
    }
}
