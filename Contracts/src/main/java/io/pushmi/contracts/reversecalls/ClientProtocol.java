package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;

/**
 * How the messages of one contract hold the parts that all reverse calls have, as the client writes and reads them.
 *
 * <p>An implementation has no state, and its methods never throw: whatever a server sends is read as one of the parts.
 * They are called on any thread, several at a time.
 *
 * @param <C> what a client sends
 * @param <S> what a server sends
 * @param <A> the arguments of a registration
 * @param <Q> a request to the client
 * @param <P> the client's response to a request
 */
public interface ClientProtocol<C, S, A, Q, P> {
    /** What a message from the server is. */
    ServerPart<Q> read(S message);

    /** The first message of a call, with what the client says about itself put into it. */
    C registration(ReverseCallArgumentsContext context, A arguments);

    /** The response to a request, with the context that says to which put into it. */
    C response(ReverseCallResponseContext context, P response);

    /** The answer to a ping. */
    C pong();

    /** The wish to end the call in good order; empty where the contract has none. */
    Optional<C> disconnect(Duration grace);

    /** The response which says that a request could not be handled, and that it is worth trying again later. */
    P failed(String reason);
}
