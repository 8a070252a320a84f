package io.pushmi.runtime.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call that stays open while the spec sends whatever bytes it likes. For one thread. */
final class RawStream {
    private final ClientCall<byte[], byte[]> call;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> ending = new CompletableFuture<>();
    private boolean isHalfClosed;

    private RawStream(ClientCall<byte[], byte[]> call) {
        this.call = call;
    }

    static RawStream open(Channel channel, String method) {
        MethodDescriptor<byte[], byte[]> any = MethodDescriptor.newBuilder(Raw.BYTES, Raw.BYTES)
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(method)
                .build();
        RawStream stream = new RawStream(channel.newCall(any, CallOptions.DEFAULT));
        stream.call.start(stream.new Hearing(), new Metadata());
        stream.call.request(Integer.MAX_VALUE);
        return stream;
    }

    void send(byte[] message) {
        if (!isHalfClosed) {
            call.sendMessage(message);
        }
    }

    void halfClose() {
        if (!isHalfClosed) {
            isHalfClosed = true;
            call.halfClose();
        }
    }

    void cancel() {
        isHalfClosed = true;
        call.cancel("the spec wants it", null);
    }

    List<byte[]> received() {
        return received;
    }

    /** How it ended, once it has. */
    CompletableFuture<Status> ending() {
        return ending;
    }

    private final class Hearing extends ClientCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            received.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ending.complete(status);
        }
    }

    private enum Raw implements MethodDescriptor.Marshaller<byte[]> {
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
