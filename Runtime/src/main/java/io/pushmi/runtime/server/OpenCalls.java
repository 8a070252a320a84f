package io.pushmi.runtime.server;

import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that are in progress. A Runtime that stops has to end those that would go on for as long as the caller wants. */
final class OpenCalls {
    private final Set<StrictCall<?, ?>> calls = ConcurrentHashMap.newKeySet();

    void add(StrictCall<?, ?> call) {
        calls.add(call);
    }

    void remove(StrictCall<?, ?> call) {
        calls.remove(call);
    }

    /** Tells every caller that the Runtime shuts down, and every service that its call is cancelled. */
    void end() {
        calls.forEach(call -> call.abandon(Status.UNAVAILABLE.withDescription("the Runtime is shutting down")));
    }
}
