package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.util.Optional;

/**
 * What a message from a server is.
 *
 * @param <Q> a request to the client
 */
public sealed interface ServerPart<Q> {
    /** The registration was accepted. */
    record Accepted<Q>() implements ServerPart<Q> {}

    /** The registration was refused. */
    record Refused<Q>(Failure failure) implements ServerPart<Q> {}

    /**
     * A request.
     *
     * @param request what is asked
     * @param context identifies the request; empty if the server does not
     */
    record Request<Q>(Q request, Optional<ReverseCallRequestContext> context) implements ServerPart<Q> {}

    /** A ping, to be answered at once. */
    record Ping<Q>() implements ServerPart<Q> {}

    /** The call has been ended as the client asked, or, with a failure, otherwise than it asked. */
    record Disconnected<Q>(Optional<Failure> failure) implements ServerPart<Q> {}

    /** None of those. */
    record Nothing<Q>() implements ServerPart<Q> {}
}
