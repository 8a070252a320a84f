package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A transport that writes down what it is given, is ready when it is told so, and insists on being used as gRPC demands:
 * by one at a time, and not after the end.
 *
 * @param <S> what the server sends
 */
final class ScriptedCaller<S> extends ServerCallStreamObserver<S> {
    final List<S> sent = new ArrayList<>();
    final List<Status> ended = new ArrayList<>();
    private Consumer<S> onSent = message -> {};
    private Runnable whenReady = () -> {};
    private Runnable whenCancelled = () -> {};
    private boolean ready = true;
    private boolean inUse;

    void isReady(boolean isReady) {
        ready = isReady;
        if (isReady) {
            whenReady.run();
        }
    }

    void cancel() {
        whenCancelled.run();
    }

    /** Does something from inside of each sending. */
    void onSent(Consumer<S> action) {
        onSent = action;
    }

    @Override
    public void onNext(S message) {
        use(() -> {
            sent.add(message);
            onSent.accept(message);
        });
    }

    @Override
    public void onError(Throwable failure) {
        use(() -> ended.add(Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
        use(() -> ended.add(Status.OK));
    }

    private void use(Runnable action) {
        if (inUse) {
            throw new AssertionError("used while it is in use");
        }
        if (!ended.isEmpty()) {
            throw new AssertionError("used after the end");
        }
        inUse = true;
        try {
            action.run();
        } finally {
            inUse = false;
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        whenReady = handler;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        whenCancelled = handler;
    }

    @Override
    public void setCompression(String compression) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disableAutoInboundFlowControl() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMessageCompression(boolean enable) {
        throw new UnsupportedOperationException();
    }
}
