package io.pushmi.runtime.server;

import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A call to a {@link Conversation} that stays open until it is ended. */
final class OpenCall implements StreamObserver<EventHandlerRuntimeToClientMessage> {
    private final AtomicInteger answers = new AtomicInteger();
    private final CompletableFuture<Code> status = new CompletableFuture<>();
    private final StreamObserver<EventHandlerClientToRuntimeMessage> requests;

    private OpenCall(Channel channel) {
        this.requests = EventHandlersGrpc.newStub(channel).connect(this);
    }

    static OpenCall conversation(Channel channel) {
        return new OpenCall(channel);
    }

    /** Sends a message, and returns when it is answered. */
    void say() {
        int before = answers.get();
        requests.onNext(EventHandlerClientToRuntimeMessage.getDefaultInstance());
        await().until(() -> answers.get() > before);
    }

    void end() {
        requests.onCompleted();
    }

    /** Waits for the end of the call. */
    Code status() {
        return status.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(EventHandlerRuntimeToClientMessage message) {
        answers.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
        status.complete(Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
        status.complete(Code.OK);
    }
}
