package io.pushmi.contracts.reversecalls;

/**
 * What became of a request.
 *
 * @param <P> the client's response to a request
 */
public sealed interface Answer<P> {
    /** The client answered. */
    record Answered<P>(P response) implements Answer<P> {}

    /**
     * The client did not answer in time. The stream is ended for that, because the client may still be at it: what was
     * requested is not to be requested again on this stream.
     */
    record TimedOut<P>() implements Answer<P> {}

    /** The call ended before an answer came. Whether the client has handled the request, or even got it, is not known. */
    record Ended<P>() implements Answer<P> {}
}
