package io.pushmi.runtime.log;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Gets at what really failed behind the wrapping of completion stages. */
final class Failures {
    private Failures() {}

    static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            throw new IllegalArgumentException("nothing failed");
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
