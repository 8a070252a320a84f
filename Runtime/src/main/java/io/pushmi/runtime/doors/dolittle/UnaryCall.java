package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one kind of unary call: a malformed request with the status INVALID_ARGUMENT, everything else with a response.
 *
 * @param name the service and the method, for the log
 * @param failed makes the response that holds a failure and nothing else
 */
record UnaryCall<T>(String name, Function<Failure, T> failed) {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryCall.class);

    /** Starts the work, whose stage may complete on any thread, and answers when it completes; not if it is cancelled. */
    void answer(StreamObserver<T> caller, Supplier<CompletionStage<T>> work) {
        CompletionStage<T> unused = start(work).whenComplete((response, problem) -> {
            if (problem instanceof CancellationException) {
                LOG.debug("{} was given up by its caller", name);
            } else if (problem instanceof MalformedRequest malformed) {
                caller.onError(malformed.asStatus());
            } else {
                caller.onNext(problem == null ? response : failed.apply(FailureAnswer.to(name, problem)));
                caller.onCompleted();
            }
        });
    }

    private static <T> CompletionStage<T> start(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }
}
