package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.services.ReverseCallArgumentsContext;

/**
 * Judges registrations.
 *
 * @param <A> the arguments of a registration
 * @param <Q> a request to the client
 * @param <P> the client's response to a request
 */
@FunctionalInterface
public interface Registrar<A, Q, P> {
    /**
     * Is given a registration, to accept or refuse now or later. It is called once for each stream at most, on the
     * stream's own thread, and must not block.
     *
     * @param arguments what the client registers, as it came
     * @param context what the client says about itself; its execution context is set, and its ping interval in range
     * @param registration takes the answer
     */
    void register(A arguments, ReverseCallArgumentsContext context, UnansweredRegistration<Q, P> registration);
}
