package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.util.Optional;

/**
 * How the messages of one contract hold the parts that all reverse calls have, as the server reads and writes them.
 *
 * <p>An implementation has no state, and its methods never throw: whatever a client sends is read as one of the parts.
 * They are called on any thread, several at a time.
 *
 * @param <C> what a client sends
 * @param <S> what a server sends
 * @param <A> the arguments of a registration
 * @param <Q> a request to the client
 * @param <P> the client's response to a request
 */
public interface ServerProtocol<C, S, A, Q, P> {
    /** What a message from the client is. */
    ClientPart<A, P> read(C message);

    /** The answer to a registration that is accepted. */
    S accepted();

    /** The answer to a registration that is refused. */
    S refused(Failure failure);

    /** A request, with the context that identifies it put into it. */
    S request(ReverseCallRequestContext context, Q request);

    /** A ping. */
    S ping();

    /** The acknowledgement of a disconnect; empty where the contract has none. */
    Optional<S> disconnected();

    /**
     * The failure with which a registration is refused that the protocol cannot make anything of.
     *
     * @param reason names the field, what was found and what was expected
     */
    Failure malformed(String reason);
}
