package io.pushmi.contracts.reversecalls;

import io.grpc.stub.CallStreamObserver;

/** Counts what is written, and a thousand for each time that two write at the same time. */
final class CountingTransport extends CallStreamObserver<String> {
    private static final int LINGERING = 50;

    private volatile boolean ready;
    private volatile boolean inUse;
    private int written;

    void becomeReady() {
        ready = true;
    }

    int written() {
        return written;
    }

    @Override
    public void onNext(String message) {
        if (inUse) {
            written += 1000;
        }
        inUse = true;
        // Long enough for another to come in.
        for (int i = 0; i < LINGERING; i++) {
            Thread.onSpinWait();
        }
        written++;
        inUse = false;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void onCompleted() {
        throw new AssertionError("nobody ends it");
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
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
