package io.pushmi.contracts.reversecalls;

import java.util.concurrent.CompletionStage;

/**
 * Answers the requests of a server.
 *
 * @param <Q> a request
 * @param <P> the response to it
 */
@FunctionalInterface
public interface RequestHandler<Q, P> {
    /**
     * Handles a request. It is called in the order in which requests come, one call at a time, on a thread that must not
     * be blocked; many requests can be in the works.
     *
     * @return the response; it may come from any thread, in any order. If it fails, or this method throws, the server
     *     is told that the request could not be handled, and why
     */
    CompletionStage<P> handle(Q request);
}
