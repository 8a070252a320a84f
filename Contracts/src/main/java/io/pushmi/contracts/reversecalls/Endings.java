package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import java.util.function.Consumer;

/** The ways in which a server ends a call. */
final class Endings<S> {
    private final ServerProtocol<?, S, ?, ?, ?> protocol;

    Endings(ServerProtocol<?, S, ?, ?, ?> protocol) {
        this.protocol = protocol;
    }

    Consumer<StreamObserver<S>> refused(Failure failure) {
        return stream -> {
            stream.onNext(protocol.refused(failure));
            stream.onCompleted();
        };
    }

    Consumer<StreamObserver<S>> completed() {
        return StreamObserver::onCompleted;
    }

    /** As the client asked. */
    Consumer<StreamObserver<S>> disconnected() {
        return stream -> {
            protocol.disconnected().ifPresent(stream::onNext);
            stream.onCompleted();
        };
    }

    Consumer<StreamObserver<S>> failed(Status status) {
        return stream -> stream.onError(status.asRuntimeException());
    }

    /** There is nobody left to say anything to. */
    Consumer<StreamObserver<S>> abandoned() {
        return stream -> {};
    }
}
