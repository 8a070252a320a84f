package io.pushmi.runtime.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Sends whatever bytes it is told to, as one or more messages of a call. */
final class RawClient {
    private final Channel channel;

    RawClient(Channel channel) {
        this.channel = channel;
    }

    /** Sends the messages and ends the call; gives the status that it ended with, and what was received before. */
    Ending call(String method, byte[]... messages) {
        return call(method, new Metadata(), CallOptions.DEFAULT, messages);
    }

    Ending call(String method, Metadata headers, CallOptions options, byte[]... messages) {
        MethodDescriptor<byte[], byte[]> any = MethodDescriptor.newBuilder(Any.BYTES, Any.BYTES)
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(method)
                .build();
        ClientCall<byte[], byte[]> call = channel.newCall(any, options);
        Recording recording = new Recording();
        StreamObserver<byte[]> requests = ClientCalls.asyncBidiStreamingCall(
                new SimpleForwardingClientCall<>(call) {
                    @Override
                    public void start(Listener<byte[]> listener, Metadata own) {
                        own.merge(headers);
                        super.start(listener, own);
                    }
                },
                recording);
        try {
            for (byte[] message : messages) {
                requests.onNext(message);
            }
            requests.onCompleted();
        } catch (IllegalStateException endedMeanwhile) {
            // The server need not wait for everything before it answers.
            call.cancel("ended", endedMeanwhile);
        }
        return recording.ending.orTimeout(20, TimeUnit.SECONDS).join();
    }

    record Ending(Status status, Metadata trailers, List<byte[]> messages) {}

    private static final class Recording implements StreamObserver<byte[]> {
        final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private final List<byte[]> messages = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(byte[] message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            Metadata trailers = Status.trailersFromThrowable(failure);
            ending.complete(
                    new Ending(Status.fromThrowable(failure), trailers == null ? new Metadata() : trailers, messages));
        }

        @Override
        public void onCompleted() {
            ending.complete(new Ending(Status.OK, new Metadata(), messages));
        }
    }

    private enum Any implements Marshaller<byte[]> {
        BYTES;

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
