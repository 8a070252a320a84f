package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;

/**
 * A registration that is being judged. Its methods may be called on any thread. It is answered once: accepted or refused.
 * While it is not, the client is pinged, and has to go on answering.
 *
 * @param <Q> a request to the client
 * @param <P> the client's response to a request
 */
public interface UnansweredRegistration<Q, P> {
    /**
     * Accepts the registration.
     *
     * <p>If the client has gone meanwhile, {@code listener} is told so at once, and every request that is offered is
     * answered with {@link Answer.Ended}.
     *
     * @param listener is told of what the client does from now on; it may be before this method returns
     * @throws IllegalStateException if the registration was answered before
     */
    ReverseCall<Q, P> accept(ReverseCallListener listener);

    /**
     * Refuses the registration, and ends the stream with OK. Does nothing if the client has gone meanwhile.
     *
     * @throws IllegalStateException if the registration was answered before
     */
    void refuse(Failure failure);

    /**
     * Has {@code whenGone} run once if the client goes before it was answered, on any thread, and at once if it has gone
     * already. It must not block. After an answer it is not run.
     *
     * @throws IllegalStateException if called a second time
     */
    void onGone(Runnable whenGone);
}
