package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * The client's end of one reverse call. Its methods may be called on any thread and never block; what depends on the stages
 * that they return runs on threads of gRPC, which must not be blocked.
 */
public final class ReverseCallClient {
    private final ClientStream<?, ?, ?, ?> stream;

    private ReverseCallClient(ClientStream<?, ?, ?, ?> stream) {
        this.stream = stream;
    }

    /**
     * Opens a call and registers. Pings of the server are answered at once. When nothing was heard from it for three
     * intervals, counted from now on, the call ends with {@code DEADLINE_EXCEEDED}.
     *
     * @param method opens the call; a method of an asynchronous stub
     * @param context what the client says about itself. With its ping interval unset, below a second or at what
     *     protocol buffers allow at most, there are no pings, and silence goes unnoticed
     * @param arguments what is registered
     * @param handler answers the requests of the server
     * @param timer runs what is due; nothing that it is given blocks
     */
    public static <C, S, A, Q, P> ReverseCallClient connect(
            ClientProtocol<C, S, A, Q, P> protocol,
            Function<StreamObserver<S>, StreamObserver<C>> method,
            ReverseCallArgumentsContext context,
            A arguments,
            RequestHandler<Q, P> handler,
            ScheduledExecutorService timer) {
        return connect(protocol, method, context, arguments, handler, new Clockwork(timer, System::nanoTime));
    }

    static <C, S, A, Q, P> ReverseCallClient connect(
            ClientProtocol<C, S, A, Q, P> protocol,
            Function<StreamObserver<S>, StreamObserver<C>> method,
            ReverseCallArgumentsContext context,
            A arguments,
            RequestHandler<Q, P> handler,
            Clockwork clockwork) {
        ClientStream<C, S, Q, P> stream = new ClientStream<>(protocol, method, handler, clockwork);
        stream.begin(protocol.registration(context, arguments), WireDuration.pingInterval(context));
        return new ReverseCallClient(stream);
    }

    /** What the server makes of the registration. Fails with a {@code StatusRuntimeException} if it ends without an answer. */
    public CompletionStage<RegistrationAnswer> registration() {
        return stream.registration();
    }

    /** How the call ended: with OK when the server completed it. Never fails. */
    public CompletionStage<Status> ended() {
        return stream.ended();
    }

    /**
     * Asks the server to end the call in good order: nothing new is sent to the handler, and what it has begun can still be
     * answered. Where the contract has no such wish, the client just says that it sends nothing more.
     *
     * @param grace how long the server may wait for what was begun; not negative
     * @return completes when the server has acknowledged, or the call has ended: with a failure if the server says that
     *     it could not be ended as asked
     */
    public CompletionStage<Optional<Failure>> disconnect(Duration grace) {
        return stream.disconnect(grace);
    }

    /** Ends the call at once. Whatever the handler answers from now on is lost. Does nothing at the call's end. */
    public void cancel() {
        stream.cancel(Status.CANCELLED.withDescription("the client has cancelled the call"));
    }
}
