package io.pushmi.contracts.reversecalls;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;

/** The server's end of reverse calls. */
public final class ReverseCallServer {
    private ReverseCallServer() {}

    /**
     * Serves one call. To be called by the method of the gRPC service, which returns what this returns.
     *
     * <p>The client registers with its first message. It is pinged at once, and then again each time the interval has
     * passed that it asked for; when nothing was heard from it for three intervals, the call ends with
     * {@code DEADLINE_EXCEEDED}. A registration that cannot be read is refused with
     * {@link ServerProtocol#malformed(String)}.
     *
     * @param caller takes what is sent: the observer that gRPC handed to the method
     * @param timer runs what is due; nothing that it is given blocks
     * @param registrar is given the registration
     * @return hears what the client sends
     * @throws IllegalArgumentException if {@code caller} is not a {@link ServerCallStreamObserver}
     */
    public static <C, S, A, Q, P> StreamObserver<C> serve(
            ServerProtocol<C, S, A, Q, P> protocol,
            StreamObserver<S> caller,
            ReverseCallSettings settings,
            ScheduledExecutorService timer,
            Registrar<A, Q, P> registrar) {
        return serve(protocol, caller, settings, new Clockwork(timer, System::nanoTime), registrar);
    }

    static <C, S, A, Q, P> StreamObserver<C> serve(
            ServerProtocol<C, S, A, Q, P> protocol,
            StreamObserver<S> caller,
            ReverseCallSettings settings,
            Clockwork clockwork,
            Registrar<A, Q, P> registrar) {
        if (!(caller instanceof ServerCallStreamObserver<S> transport)) {
            throw new IllegalArgumentException(
                    "caller: expected what gRPC hands to a method of a service, found " + caller);
        }
        ServerStream<S, Q, P> stream = new ServerStream<>(protocol, transport, settings, clockwork);
        stream.open(transport);
        return new ServerInbound<>(protocol, stream, registrar);
    }
}
