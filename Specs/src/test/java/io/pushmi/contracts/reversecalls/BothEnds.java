package io.pushmi.contracts.reversecalls;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** A service of event handlers that accepts everybody, or nobody, and keeps the accepted call. */
final class BothEnds extends EventHandlersGrpc.EventHandlersImplBase implements ReverseCallListener {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    final CompletableFuture<ReverseCall<HandleEventRequest, EventHandlerResponse>> call = new CompletableFuture<>();
    final CompletableFuture<Duration> disconnecting = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final Queue<Answer<EventHandlerResponse>> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final ScheduledExecutorService timer;
    private final boolean accepts;

    BothEnds(ScheduledExecutorService timer, boolean accepts) {
        this.timer = timer;
        this.accepts = accepts;
    }

    @Override
    public StreamObserver<EventHandlerClientToRuntimeMessage> connect(
            StreamObserver<EventHandlerRuntimeToClientMessage> caller) {
        return ReverseCallServer.serve(
                ServerProtocols.eventHandlers(),
                caller,
                ReverseCallSettings.DEFAULT,
                timer,
                (arguments, context, registration) -> {
                    if (accepts) {
                        call.complete(registration.accept(this));
                    } else {
                        registration.refuse(Failure.newBuilder()
                                .setReason("nobody is accepted")
                                .build());
                    }
                });
    }

    /** Requests one after the other, each from inside the answer to the one before. */
    void request(int number) {
        left.set(number);
        offerNext();
    }

    private void offerNext() {
        if (left.getAndDecrement() > 0) {
            offer();
        }
    }

    private void offer() {
        call.join()
                .offer(
                        ExecutionContext.getDefaultInstance(),
                        HandleEventRequest.getDefaultInstance(),
                        answer -> {
                            answers.add(answer);
                            offerNext();
                        },
                        this::offer);
    }

    @Override
    public void disconnecting(Duration grace) {
        disconnecting.complete(grace);
    }

    @Override
    public void ended() {
        ended.complete("ended");
    }
}
