package io.pushmi.benchmarks;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A gRPC server with nothing behind it: the answer to a request is as many bytes as the request's first four say. It runs
 * calls on threads of its own, as many as a Runtime does.
 */
public final class EchoServer {
    private static final MethodDescriptor<byte[], byte[]> ECHO = Connection.method("pushmi.benchmarks.Echo/Echo");

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

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("pushmi.benchmarks.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answers) -> {
                    answers.onNext(new byte[ByteBuffer.wrap(request).getInt()]);
                    answers.onCompleted();
                }))
                .build();
    }
}
