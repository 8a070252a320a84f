package io.pushmi.runtime.doors.dolittle;

import io.grpc.Status;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.reversecalls.ReverseCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reverse call for a registration that may not have been accepted yet: processors are started before their client
 * hears that they are. Whoever offers something before that is told to try again, and hears when. May be used by any
 * number of threads.
 */
final class AwaitedCall<Q, P> {
    private final CompletableFuture<ReverseCall<Q, P>> accepted = new CompletableFuture<>();

    void accepted(ReverseCall<Q, P> call) {
        accepted.complete(call);
    }

    /** Like {@link ReverseCall#offer}. */
    boolean offer(ExecutionContext context, Q request, Consumer<Answer<P>> answer, Runnable whenRoom) {
        @Nullable ReverseCall<Q, P> call = accepted.getNow(null);
        if (call != null) {
            return call.offer(context, request, answer, whenRoom);
        }
        CompletionStage<Void> unused = accepted.thenRun(whenRoom);
        return false;
    }

    /** Ends it in good order, when it has begun. */
    void complete() {
        CompletionStage<Void> unused = accepted.thenAccept(ReverseCall::complete);
    }

    /** Ends it with a status, when it has begun. */
    void end(Status status) {
        CompletionStage<Void> unused = accepted.thenAccept(call -> call.end(status));
    }
}
