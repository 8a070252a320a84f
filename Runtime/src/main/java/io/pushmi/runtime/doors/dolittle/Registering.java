package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.reversecalls.Registrar;
import io.pushmi.contracts.reversecalls.UnansweredRegistration;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.Registration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes registrations of one kind, and answers what is wrong with them with failures of that kind.
 *
 * @param call what was called, for the log
 * @param callers judges who registers
 * @param departures who is leaving, of all kinds
 * @param refused how registrations are refused that are not what the contract says
 * @param start starts what is registered
 */
record Registering<A, Q, P>(
        String call, CallerCheck callers, Departures departures, FailureType refused, Start<A, Q, P> start)
        implements Registrar<A, Q, P> {
    /** Starts what a client registers. */
    @FunctionalInterface
    interface Start<A, Q, P> {
        /**
         * Starts it, for a client whose call has not been accepted yet.
         *
         * @param departures who is leaving; what is started waits for those whose place it takes
         * @return what is started, all of it durable; fails with a {@link Refusal} or whatever else went wrong
         * @throws MalformedRequest if the registration is not what the contract says
         */
        CompletionStage<Started> start(
                A arguments, ReverseCallArgumentsContext context, AwaitedCall<Q, P> client, Departures departures);
    }

    /** @param subject what it is, for the log */
    record Started(ProcessorId id, String subject, Registration registration) {}

    @Override
    public void register(A arguments, ReverseCallArgumentsContext context, UnansweredRegistration<Q, P> registration) {
        AwaitedCall<Q, P> client = new AwaitedCall<>();
        CompletionStage<Started> unused = tryStart(arguments, context, client).whenComplete((started, problem) -> {
            if (problem != null) {
                registration.refuse(failure(problem));
            } else {
                client.accepted(registration.accept(new Connection(started, departures, client)));
            }
        });
    }

    private CompletionStage<Started> tryStart(
            A arguments, ReverseCallArgumentsContext context, AwaitedCall<Q, P> client) {
        try {
            callers.requireOwn(context, refused);
            return start.start(arguments, context, client, departures);
        } catch (RuntimeException problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    private Failure failure(Throwable problem) {
        return problem instanceof MalformedRequest malformed
                ? refused.because(String.valueOf(malformed.getMessage()))
                : FailureAnswer.to(call, problem);
    }
}
