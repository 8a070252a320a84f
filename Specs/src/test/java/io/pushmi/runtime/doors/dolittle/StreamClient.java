package io.pushmi.runtime.doors.dolittle;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of one reverse call, with nothing in it but the messages: what is sent is what the spec sends. May be
 * used by any number of threads.
 */
public final class StreamClient<C extends Message, S extends Message> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<S> received = new CopyOnWriteArrayList<>();
    private final BiConsumer<StreamClient<C, S>, S> listener;
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<C> requests;

    private StreamClient(BiConsumer<StreamClient<C, S>, S> listener) {
        this.listener = listener;
    }

    /**
     * Opens a call on which nothing is sent yet.
     *
     * @param listener hears of every message, as it comes, with this end to answer it on
     */
    public static <C extends Message, S extends Message> StreamClient<C, S> open(
            Channel channel, MethodDescriptor<C, S> method, BiConsumer<StreamClient<C, S>, S> listener) {
        StreamClient<C, S> client = new StreamClient<>(listener);
        ClientCalls.asyncBidiStreamingCall(channel.newCall(method, CallOptions.DEFAULT), client.new Hearing());
        return client;
    }

    /** Sends a message, or nothing where the call is over. */
    public synchronized void send(C message) {
        if (requests != null && !ended.isDone()) {
            requests.onNext(message);
        }
    }

    public synchronized void halfClose() {
        if (requests != null && !ended.isDone()) {
            requests.onCompleted();
        }
    }

    public synchronized void cancel() {
        if (requests != null) {
            requests.cancel("the spec wants it", null);
        }
    }

    /** Everything that came so far. */
    public List<S> received() {
        return received;
    }

    /** How the call ended, which it must soon. */
    public Status end() {
        await().atMost(PATIENCE).until(ended::isDone);
        return ended.join();
    }

    public boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        cancel();
    }

    private final class Hearing implements ClientResponseObserver<C, S> {
        @Override
        public void beforeStart(ClientCallStreamObserver<C> stream) {
            requests = stream;
        }

        @Override
        public void onNext(S message) {
            received.add(message);
            listener.accept(StreamClient.this, message);
        }

        @Override
        public void onError(Throwable problem) {
            ended.complete(Status.fromThrowable(problem));
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }
    }
}
