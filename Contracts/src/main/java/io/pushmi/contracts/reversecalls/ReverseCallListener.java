package io.pushmi.contracts.reversecalls;

import java.time.Duration;

/**
 * Is told what becomes of a reverse call that was accepted. Each method is called once at most, on any thread, and must
 * not block.
 */
public interface ReverseCallListener {
    /**
     * The client asked to end the call in good order. From now on nothing new is sent: a request that is offered is
     * answered with {@link Answer.Ended}. Requests that were taken before can still be answered. Whoever hears this
     * brings them to their end and then calls {@link ReverseCall#complete()}, after {@code grace} at the latest.
     *
     * @param grace how long the client waits; 20 seconds where it does not say
     */
    void disconnecting(Duration grace);

    /** The call is at its end, for whatever reason. Every request that was taken has been answered before. */
    void ended();
}
