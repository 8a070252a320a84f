package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A caller whose transport has room when the spec says so. */
final class RecordingCaller<T> extends ServerCallStreamObserver<T> {
    final List<T> received = new ArrayList<>();
    boolean completed;
    boolean ready = true;
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};

    void becomesReady() {
        ready = true;
        onReady.run();
    }

    void cancels() {
        onCancel.run();
    }

    @Override
    public void onNext(T message) {
        received.add(message);
    }

    @Override
    public void onError(Throwable problem) {
        throw new AssertionError("answered with an error", problem);
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void setCompression(@Nullable String compression) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMessageCompression(boolean enable) {
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
}
