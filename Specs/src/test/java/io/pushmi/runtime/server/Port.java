package io.pushmi.runtime.server;

import io.grpc.ManagedChannel;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.runtime.configuration.Endpoint;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A port on loopback, with no store behind it, and a client of it. */
final class Port implements AutoCloseable {
    static final int LARGEST_MESSAGE = 64 * 1024;

    private final GrpcPort port = GrpcPort.bind(
            EndpointName.PRIVATE,
            new Endpoint("127.0.0.1", 0, true),
            new Limits(1024, 1024, LARGEST_MESSAGE, Duration.ofSeconds(10), 1024, 100));
    private final ManagedChannel channel = NettyChannelBuilder.forAddress(
                    "127.0.0.1", port.endpoint().port())
            .usePlaintext()
            .build();

    GrpcPort port() {
        return port;
    }

    ManagedChannel channel() {
        return channel;
    }

    RawClient client() {
        return new RawClient(channel);
    }

    Port open(ServerServiceDefinition... services) {
        port.open(List.of(services), Set.of());
        return this;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        port.shutdown();
        port.awaitCalls(Duration.ofSeconds(5));
    }
}
