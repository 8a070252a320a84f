package io.pushmi.benchmarks;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server with nothing behind it. The answer to a request is as many bytes as the number says that the request begins
 * with; a stream is as many such answers as its second number says. A two-way stream turns that round: the server asks, with
 * as many bytes, as often at a time as the second number says, and the client answers. It runs calls on threads of its own,
 * as many as a Runtime does.
 */
public final class EchoServer {
    private static final MethodDescriptor<byte[], byte[]> ECHO = Connection.method("pushmi.benchmarks.Echo/Echo");

    private static final MethodDescriptor<byte[], byte[]> STREAM =
            Connection.streamingMethod("pushmi.benchmarks.Echo/Stream");

    private static final MethodDescriptor<byte[], byte[]> ASK = Connection.twoWayMethod("pushmi.benchmarks.Echo/Ask");

    private static final int FEWEST_THREADS = 4;
    private static final int LARGEST_MESSAGE = 16 << 20;

    private EchoServer() {}

    /** Serves until the process is told to stop; prints the port, and nothing else, when it does. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Executor calls = Executors.newFixedThreadPool(
                Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors()));
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(calls)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .addService(service())
                .build()
                .start();
        System.out.println(server.getPort());
        server.awaitTermination();
    }

    /** So many callers of an echo server, with messages of these sizes. */
    static Contender contender(String name, Served echo, int callers, int requestSize, int answerSize) {
        byte[] request = ByteBuffer.allocate(Math.max(Integer.BYTES, requestSize))
                .putInt(answerSize)
                .array();
        return new Contender(
                name,
                echo.process(),
                limit -> Load.of(
                        callers,
                        limit,
                        answer -> echo.connection().call(ECHO, request, Connection.Check.NONE, answer)));
    }

    /** Asks for a stream, and hands over each message. */
    static void stream(Served echo, int messageSize, int messages, Connection.Check check) {
        byte[] request = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(messageSize)
                .putInt(messages)
                .array();
        echo.connection().stream(STREAM, request, check);
    }

    /** Lets itself be asked, so many times at a time, with messages of these sizes, for as long as that is counted. */
    static Timing answer(Served echo, int outstanding, int requestSize, int answerSize, Countdown counted)
            throws InterruptedException {
        byte[] first = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(requestSize)
                .putInt(outstanding)
                .array();
        byte[] answer = new byte[answerSize];
        ClientCall<byte[], byte[]> call = echo.connection().open(ASK);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] request) {
                        counted.message(request);
                        if (!counted.isOver()) {
                            call.sendMessage(answer);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        counted.failed(status.asRuntimeException());
                    }
                },
                new Metadata());
        call.request(Integer.MAX_VALUE);
        call.sendMessage(first);
        try {
            return counted.await();
        } finally {
            call.cancel("measured", null);
        }
    }

    private static StreamObserver<byte[]> ask(StreamObserver<byte[]> client) {
        return new StreamObserver<>() {
            private byte @Nullable [] request;

            @Override
            public void onNext(byte[] message) {
                if (request != null) {
                    client.onNext(request);
                    return;
                }
                ByteBuffer asked = ByteBuffer.wrap(message);
                request = new byte[asked.getInt()];
                for (int left = asked.getInt(); left > 0; left--) {
                    client.onNext(request);
                }
            }

            @Override
            public void onError(Throwable gone) {
                // The client has been asked enough.
            }

            @Override
            public void onCompleted() {
                client.onCompleted();
            }
        };
    }

    private static void stream(byte[] request, StreamObserver<byte[]> answers) {
        ByteBuffer asked = ByteBuffer.wrap(request);
        int size = asked.getInt();
        AtomicInteger left = new AtomicInteger(asked.getInt());
        ServerCallStreamObserver<byte[]> stream = (ServerCallStreamObserver<byte[]>) answers;
        stream.setOnReadyHandler(() -> {
            while (left.get() > 0 && stream.isReady()) {
                stream.onNext(new byte[size]);
                if (left.decrementAndGet() == 0) {
                    stream.onCompleted();
                }
            }
        });
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("pushmi.benchmarks.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answers) -> {
                    answers.onNext(new byte[ByteBuffer.wrap(request).getInt()]);
                    answers.onCompleted();
                }))
                .addMethod(STREAM, ServerCalls.asyncServerStreamingCall(EchoServer::stream))
                .addMethod(ASK, ServerCalls.asyncBidiStreamingCall(EchoServer::ask))
                .build();
    }
}
