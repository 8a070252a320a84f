package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.reversecalls.Registrar;
import io.pushmi.contracts.reversecalls.ReverseCallServer;
import io.pushmi.contracts.reversecalls.ReverseCallSettings;
import io.pushmi.contracts.reversecalls.ServerProtocol;
import io.pushmi.runtime.configuration.Processing;
import java.util.concurrent.ScheduledExecutorService;

/** How this door serves reverse calls, whatever is registered over them. */
record ReverseCalls(
        ReverseCallSettings settings, ScheduledExecutorService timer, CallerCheck callers, Departures departures) {
    static ReverseCalls of(Processing processing, ScheduledExecutorService timer, CallerCheck callers) {
        ReverseCallSettings settings = new ReverseCallSettings(
                processing.callTimeout(),
                processing.queue(),
                ReverseCallSettings.DEFAULT.longestSilenceBeforeRegistration());
        return new ReverseCalls(settings, timer, callers, new Departures());
    }

    /**
     * What registers clients of one kind.
     *
     * @param call what is called, for the log
     * @param refused how registrations are refused that are not what the contract says
     */
    <A, Q, P> Registrar<A, Q, P> registering(String call, FailureType refused, Registering.Start<A, Q, P> start) {
        return new Registering<>(call, callers, departures, refused, start);
    }

    <C, S, A, Q, P> StreamObserver<C> serve(
            ServerProtocol<C, S, A, Q, P> protocol, StreamObserver<S> caller, Registrar<A, Q, P> registrar) {
        return ReverseCallServer.serve(protocol, caller, settings, timer, registrar);
    }
}
