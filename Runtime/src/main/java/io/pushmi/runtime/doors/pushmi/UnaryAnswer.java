package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The one answer to a call, or why there is none. */
final class UnaryAnswer {
    private UnaryAnswer() {}

    /** Answers when the work is done; what goes wrong at its start is told as what goes wrong later. */
    static <T> void to(StreamObserver<T> caller, Supplier<CompletionStage<T>> work) {
        CompletionStage<T> unused = start(work).whenComplete((response, problem) -> {
            if (problem == null) {
                caller.onNext(response);
                caller.onCompleted();
            } else {
                caller.onError(Failures.asStatus(problem));
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
