package io.pushmi.runtime.server;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that answers every message with one, and remembers what it was told. */
final class Conversation extends EventHandlersGrpc.EventHandlersImplBase {
    static final String CONNECT = EventHandlersGrpc.getConnectMethod().getFullMethodName();

    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public StreamObserver<EventHandlerClientToRuntimeMessage> connect(
            StreamObserver<EventHandlerRuntimeToClientMessage> response) {
        return new StreamObserver<>() {
            @Override
            public void onNext(EventHandlerClientToRuntimeMessage message) {
                told.add("message");
                response.onNext(EventHandlerRuntimeToClientMessage.getDefaultInstance());
            }

            @Override
            public void onError(Throwable failure) {
                told.add("cancelled");
            }

            @Override
            public void onCompleted() {
                told.add("completed");
                response.onCompleted();
            }
        };
    }
}
