package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.pushmi.contracts.execution.ExecutionContext;
import java.util.function.Consumer;

/**
 * The server's end of an accepted reverse call. Its methods may be called on any thread, also from inside the callbacks
 * that they are given, and never block.
 *
 * @param <Q> a request to the client
 * @param <P> the client's response to a request
 */
public interface ReverseCall<Q, P> {
    /**
     * Sends a request to the client if there is room. Requests are written in the order in which they were taken, and
     * only while the transport is ready; a limited number of them waits for that.
     *
     * <p>A request that is taken is answered exactly once; when the call is at its end, or the client has asked for
     * that, with {@link Answer.Ended}. The answer may come before this method returns.
     *
     * <p>Where there is no room, the caller gets in line: {@code whenRoom} is run when it is his turn, once, at the
     * end of the call at the latest, and possibly before this method returns. Nobody goes before those in line, and
     * whoever offers a request from inside {@code whenRoom} goes before everybody else.
     *
     * @param context the context in which the client is to do the work
     * @param request what is asked
     * @param answer is told what became of the request, on any thread; must not block
     * @param whenRoom is run when it is worth trying again, on any thread; must not block
     * @return whether the request was taken. If not, nothing was sent and {@code answer} is never told
     */
    boolean offer(ExecutionContext context, Q request, Consumer<Answer<P>> answer, Runnable whenRoom);

    /**
     * Ends the call in good order: with the acknowledgement of a disconnect if the client asked for one and the contract
     * has it, and then OK. Does nothing at the call's end.
     */
    void complete();

    /** Ends the call with {@code status}. Does nothing at the call's end. */
    void end(Status status);
}
