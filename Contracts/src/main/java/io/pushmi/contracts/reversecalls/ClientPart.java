package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What a message from a client is.
 *
 * @param <A> the arguments of a registration
 * @param <P> the response to a request
 */
public sealed interface ClientPart<A, P> {
    /**
     * The first message of a call.
     *
     * @param arguments what is registered
     * @param context what the client says about itself; empty if it does not
     */
    record Registration<A, P>(A arguments, Optional<ReverseCallArgumentsContext> context) implements ClientPart<A, P> {}

    /**
     * The answer to a request.
     *
     * @param response the answer
     * @param context says which request it answers; empty if the client does not
     */
    record Response<A, P>(P response, Optional<ReverseCallResponseContext> context) implements ClientPart<A, P> {}

    /** The answer to a ping. */
    record Pong<A, P>() implements ClientPart<A, P> {}

    /**
     * The wish to end the call in good order.
     *
     * @param grace how long to wait for the requests being handled; empty if that is left to the server
     */
    record Disconnect<A, P>(Optional<Duration> grace) implements ClientPart<A, P> {}

    /** None of those. */
    record Nothing<A, P>() implements ClientPart<A, P> {}
}
