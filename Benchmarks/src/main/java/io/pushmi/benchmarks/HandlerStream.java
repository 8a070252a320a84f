package io.pushmi.benchmarks;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connected event handler, which answers each request and each ping at once, on the connection's own thread. It has
 * events until it is closed.
 */
final class HandlerStream implements AutoCloseable {
    private static final MethodDescriptor<byte[], byte[]> CONNECT =
            Connection.twoWayMethod("dolittle.runtime.events.processing.EventHandlers/Connect");

    private static final byte[] DISCONNECT = EventHandlerClientToRuntimeMessage.newBuilder()
            .setInitiateDisconnect(InitiateDisconnect.getDefaultInstance())
            .build()
            .toByteArray();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClientCall<byte[], byte[]> call;
    private final Received received;
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final AtomicLong pings = new AtomicLong();
    private volatile boolean isClosing;
    private boolean isBroken;

    private HandlerStream(ClientCall<byte[], byte[]> call, Received received) {
        this.call = call;
        this.received = received;
    }

    /** Sends the registration, and does not wait for its answer. */
    static HandlerStream open(Connection connection, Registration registration, Received received) {
        byte[] first = registration.ofNewHandler();
        ClientCall<byte[], byte[]> call = connection.open(CONNECT);
        HandlerStream stream = new HandlerStream(call, received);
        call.start(stream.new Listener(), new Metadata());
        call.request(Integer.MAX_VALUE);
        stream.send(first);
        return stream;
    }

    /** Waits until the Runtime has accepted the handler. Throws if it has refused it. */
    HandlerStream awaitAcceptance() {
        await(accepted, "a registration was not answered");
        return this;
    }

    /** How many pings have come so far. */
    long pings() {
        return pings.get();
    }

    /** Asks for the end in good order, and waits for it. Throws if the stream has ended otherwise, or before. */
    @Override
    public void close() {
        isClosing = true;
        if (!ended.isDone()) {
            send(DISCONNECT);
        }
        Status status = await(ended, "an event handler was not disconnected");
        if (!status.isOk()) {
            throw status.asRuntimeException();
        }
    }

    /** A call is not safe for the two threads that may send: the connection's own, and the one that closes this. */
    private synchronized void send(byte[] message) {
        if (!isBroken) {
            call.sendMessage(message);
        }
    }

    private synchronized void breakOff(String why, Exception cause) {
        isBroken = true;
        call.cancel(why, cause);
    }

    private <T> T await(CompletableFuture<T> awaited, String otherwise) {
        try {
            return awaited.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            breakOff("the client waits no longer", late);
            throw new IllegalStateException(otherwise + " within " + PATIENCE, late);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(String.valueOf(failure.getCause()), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event handler", interrupted);
        }
    }

    private final class Listener extends ClientCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            try {
                take(message);
            } catch (RuntimeException wrong) {
                breakOff("a message is not as it should be", wrong);
            }
        }

        @Override
        public void onClose(Status said, Metadata trailers) {
            Status status = said.isOk() && !isClosing
                    ? Status.ABORTED.withDescription("the Runtime has ended the stream of an event handler by itself")
                    : said;
            if (!status.isOk()) {
                received.failed(status.asRuntimeException());
            }
            accepted.completeExceptionally(
                    new IllegalStateException("the stream ended before the answer to its registration: " + status));
            ended.complete(status);
        }

        private void take(byte[] message) {
            switch (RuntimeMessage.kind(message)) {
                case RuntimeMessage.HANDLE_REQUEST -> {
                    received.message(message);
                    send(RuntimeMessage.handled(message));
                }
                case RuntimeMessage.PING -> {
                    pings.incrementAndGet();
                    send(RuntimeMessage.PONG);
                }
                case RuntimeMessage.REGISTRATION_RESPONSE -> {
                    RuntimeMessage.requireAccepted(message);
                    accepted.complete(null);
                }
                default -> {
                    // That it is disconnected shows at the end of the stream, and nothing else asks for an answer.
                }
            }
        }
    }
}
