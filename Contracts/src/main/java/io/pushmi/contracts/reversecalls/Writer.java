package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one that writes to a stream, whoever has something to be written.
 *
 * <p>Observers of gRPC take one call at a time. Everything therefore happens in one loop: {@code work} counts the reasons to
 * look again, and only who raises it from 0 enters the loop. Whoever comes meanwhile, be it from inside a call of gRPC,
 * leaves what he brought and goes; so nobody waits, no lock is held, and the stack does not grow when answers come from
 * inside the writing. Requests wait while the transport is not ready; everything else does not wait behind them.
 *
 * @param <M> what is written
 */
final class Writer<M> {
    private final CallStreamObserver<M> transport;
    private final Requests<M> requests;
    private final Consumer<RuntimeException> broken;

    private final AtomicInteger work = new AtomicInteger();
    private final Queue<M> urgent = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable M> skippable = new AtomicReference<>();
    private volatile @Nullable Consumer<StreamObserver<M>> ending;

    /** Belongs to the loop. */
    private boolean finished;

    /** @param broken hears of it when the transport takes no more, after the stream was ended for that */
    Writer(CallStreamObserver<M> transport, Requests<M> requests, Consumer<RuntimeException> broken) {
        this.transport = transport;
        this.requests = requests;
        this.broken = broken;
    }

    /** Writes a message, whether the transport is ready or not. */
    void write(M message) {
        urgent.add(message);
        lookAgain();
    }

    /** Writes a message if the transport is ready, else never. */
    void writeIfReady(M message) {
        skippable.set(message);
        lookAgain();
    }

    /** Writes a request when the transport is ready. A place must have been taken for it. */
    void writeWhenReady(M message) {
        requests.add(message);
        lookAgain();
    }

    /** Ends the stream, after what was to be written by {@link #write}; requests that wait are dropped. */
    void end(Consumer<StreamObserver<M>> how) {
        ending = how;
        lookAgain();
    }

    /** To be called when the transport has become ready. */
    void lookAgain() {
        if (work.getAndIncrement() == 0) {
            drain();
            requests.callThoseInLine();
        }
    }

    private void drain() {
        int seen = work.get();
        do {
            goOn();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void goOn() {
        try {
            while (!finished) {
                M message = next();
                if (message == null) {
                    break;
                }
                transport.onNext(message);
            }
        } catch (RuntimeException failure) {
            finished = true;
            Callbacks.run(() -> transport.onError(Status.INTERNAL
                    .withDescription("writing failed")
                    .withCause(failure)
                    .asRuntimeException()));
            broken.accept(failure);
        }
    }

    /** The most urgent message. Null if nothing can be written, or nothing any more. */
    private @Nullable M next() {
        // Before the urgent messages are looked at: those that came before the end are written.
        Consumer<StreamObserver<M>> end = ending;
        M message = urgent.poll();
        if (message != null) {
            return message;
        }
        if (end != null) {
            finished = true;
            end.accept(transport);
            return null;
        }
        M ping = skippable.get() == null ? null : skippable.getAndSet(null);
        if (!transport.isReady()) {
            return null;
        }
        return ping == null ? requests.poll() : ping;
    }
}
