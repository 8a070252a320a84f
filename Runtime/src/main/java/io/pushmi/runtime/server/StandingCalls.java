package io.pushmi.runtime.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that end only when the caller wants, so that a Runtime that stops must end them itself. */
final class StandingCalls implements ServerInterceptor {
    private final Set<ServerCall<?, ?>> open = ConcurrentHashMap.newKeySet();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> service) {
        open.add(call);
        return new SimpleForwardingServerCallListener<>(service.startCall(call, headers)) {
            @Override
            public void onCancel() {
                open.remove(call);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                open.remove(call);
                super.onComplete();
            }
        };
    }

    /** Ends every call that is open, on whatever thread; what its service still sends goes nowhere. */
    void end() {
        open.forEach(
                call -> call.close(Status.UNAVAILABLE.withDescription("the Runtime is shutting down"), new Metadata()));
    }
}
