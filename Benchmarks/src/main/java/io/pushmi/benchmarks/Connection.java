package io.pushmi.benchmarks;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection that all callers share. It takes and gives messages as bytes and hands over answers on the connection's
 * own thread, because a client that shares the machine with the server must cost as little as it can.
 */
final class Connection implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 64 << 20;
    private static final int MESSAGES_AHEAD = 8;

    private final ManagedChannel channel;

    /** Looks at the bytes of an answer, and throws if they are not what a good one has. */
    interface Check {
        Check NONE = bytes -> {};

        void look(byte[] bytes);
    }

    Connection(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
    }

    /** A method that is answered once. */
    static MethodDescriptor<byte[], byte[]> method(String fullName) {
        return method(fullName, MethodDescriptor.MethodType.UNARY);
    }

    /** A method that is answered with a stream. */
    static MethodDescriptor<byte[], byte[]> streamingMethod(String fullName) {
        return method(fullName, MethodDescriptor.MethodType.SERVER_STREAMING);
    }

    /** A method with a stream each way. */
    static MethodDescriptor<byte[], byte[]> twoWayMethod(String fullName) {
        return method(fullName, MethodDescriptor.MethodType.BIDI_STREAMING);
    }

    /** A call that is not started yet. What it brings comes on the connection's own thread. */
    ClientCall<byte[], byte[]> open(MethodDescriptor<byte[], byte[]> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    void call(MethodDescriptor<byte[], byte[]> method, byte[] request, Check check, Answer answer) {
        start(method, request, new Listener(check, answer));
    }

    /** Asks for a stream, a few messages ahead of what was looked at. Gives the last one, empty if there was none. */
    byte[] stream(MethodDescriptor<byte[], byte[]> method, byte[] request, Check check) {
        CompletableFuture<byte[]> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(new StreamListener(call, check, ended), new Metadata());
        call.request(MESSAGES_AHEAD);
        call.sendMessage(request);
        call.halfClose();
        return ended.join();
    }

    /** Makes one call and waits for the answer. */
    byte[] ask(MethodDescriptor<byte[], byte[]> method, byte[] request) {
        CompletableFuture<byte[]> answered = new CompletableFuture<>();
        start(method, request, new Listener(answered::complete, new Answer() {
            @Override
            public void arrived() {}

            @Override
            public void failed(Throwable reason) {
                answered.completeExceptionally(reason);
            }
        }));
        return answered.join();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static MethodDescriptor<byte[], byte[]> method(String fullName, MethodDescriptor.MethodType type) {
        return MethodDescriptor.newBuilder(AsBytes.MARSHALLER, AsBytes.MARSHALLER)
                .setType(type)
                .setFullMethodName(fullName)
                .build();
    }

    private void start(MethodDescriptor<byte[], byte[]> method, byte[] request, Listener listener) {
        ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(listener, new Metadata());
        // A second one would not be awaited otherwise, and so would not be noticed either.
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    private static final class Listener extends ClientCall.Listener<byte[]> {
        private final Check check;
        private final Answer answer;
        private int messages;
        private @Nullable RuntimeException objection;

        Listener(Check check, Answer answer) {
            this.check = check;
            this.answer = answer;
        }

        @Override
        public void onMessage(byte[] message) {
            messages++;
            try {
                check.look(message);
            } catch (RuntimeException wrong) {
                objection = wrong;
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                answer.failed(status.asRuntimeException());
            } else if (objection != null) {
                answer.failed(objection);
            } else if (messages != 1) {
                answer.failed(new IllegalStateException("expected one answer to a call, got " + messages));
            } else {
                answer.arrived();
            }
        }
    }

    private static final class StreamListener extends ClientCall.Listener<byte[]> {
        private final ClientCall<byte[], byte[]> call;
        private final Check check;
        private final CompletableFuture<byte[]> ended;
        private byte[] last = {};

        StreamListener(ClientCall<byte[], byte[]> call, Check check, CompletableFuture<byte[]> ended) {
            this.call = call;
            this.check = check;
            this.ended = ended;
        }

        @Override
        public void onMessage(byte[] message) {
            try {
                last = message;
                check.look(message);
                call.request(1);
            } catch (RuntimeException wrong) {
                ended.completeExceptionally(wrong);
                call.cancel("a message is not as it should be", wrong);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.isOk()) {
                ended.complete(last);
            } else {
                ended.completeExceptionally(status.asRuntimeException());
            }
        }
    }
}
