package io.pushmi.runtime.processing;

import java.util.concurrent.CompletionException;

/** Gets at what really failed behind the wrapping of completion stages. */
final class Causes {
    private Causes() {}

    static Throwable of(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
