package io.pushmi.runtime.server;

import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.pushmi.runtime.configuration.Endpoint;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One gRPC port: taken when this is made, with health (not serving) and reflection on it; everything else comes with
 * {@link #open}.
 */
final class GrpcPort {
    /** Clients ping every few seconds, with or without calls, and must not be sent away for it. */
    private static final Duration SHORTEST_PING_INTERVAL = Duration.ofSeconds(1);

    /** A client that vanished without a word is noticed after these two together. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(60);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

    /** For the last words to reach callers who are still there. */
    private static final Duration LONGEST_END = Duration.ofMillis(500);

    private final BoundEndpoint endpoint;
    private final ServedMethods methods;
    private final HealthStatusManager health;
    private final OpenCalls standing;
    private final OpenCalls calls = new OpenCalls();
    private final Server server;

    private GrpcPort(
            BoundEndpoint endpoint,
            ServedMethods methods,
            HealthStatusManager health,
            OpenCalls standing,
            Server server) {
        this.endpoint = endpoint;
        this.methods = methods;
        this.health = health;
        this.standing = standing;
        this.server = server;
    }

    /**
     * Takes the port.
     *
     * @throws CannotStart if the port cannot be had
     */
    static GrpcPort bind(EndpointName name, Endpoint endpoint, Limits limits) {
        HealthStatusManager health = new HealthStatusManager();
        OpenCalls standing = new OpenCalls();
        ServedMethods methods = new ServedMethods(Stream.of(
                        health.getHealthService().bindService(),
                        ProtoReflectionServiceV1.newInstance().bindService(),
                        olderReflection())
                .map(service -> new StrictMessages(method -> standing).strict(service))
                .toList());
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(endpoint.host(), endpoint.port()))
                .fallbackHandlerRegistry(methods)
                // No service waits for anything or computes for long, and a thread of its own costs a call more than it
                // does.
                .directExecutor()
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new LateGzip(), true))
                .maxInboundMessageSize(limits.message())
                .maxInboundMetadataSize(CallHeaders.LARGEST_FOR_TRANSPORT)
                .maxConcurrentCallsPerConnection(limits.concurrentCalls())
                .permitKeepAliveTime(SHORTEST_PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            server.start();
        } catch (IOException taken) {
            throw cannotListen(name, endpoint, taken);
        }
        return new GrpcPort(
                new BoundEndpoint(name, endpoint.host(), server.getPort()), methods, health, standing, server);
    }

    BoundEndpoint endpoint() {
        return endpoint;
    }

    /** The full names of all services on this port. */
    List<String> services() {
        return methods.getServices().stream()
                .map(service -> service.getServiceDescriptor().getName())
                .toList();
    }

    /** Says how a service is doing; the empty name stands for all of them together. */
    void report(String service, ServingStatus status) {
        health.setStatus(service, status);
    }

    /** Says that nothing is served any more, for good. */
    void reportEnd() {
        health.enterTerminalState();
    }

    /**
     * Serves these too from now on.
     *
     * @param endless the full names of their methods whose calls only end when their callers want
     */
    void open(List<ServerServiceDefinition> services, Set<String> endless) {
        StrictMessages strict = new StrictMessages(method -> endless.contains(method) ? standing : calls);
        methods.open(services.stream().map(strict::strict).toList());
    }

    /** Takes no more calls; those in progress go on, but for those that are endless, watch health or ask what is served. */
    void shutdown() {
        server.shutdown();
        standing.end();
    }

    /** Waits for the calls in progress, but no longer than this and not when interrupted, and ends those that are left. */
    void awaitCalls(Duration longest) {
        try {
            if (server.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            calls.end();
            if (server.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
    }

    /** Many tools ask for nothing newer yet. */
    @SuppressWarnings("deprecation")
    private static ServerServiceDefinition olderReflection() {
        return ProtoReflectionService.newInstance().bindService();
    }

    private static CannotStart cannotListen(EndpointName name, Endpoint endpoint, IOException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new CannotStart(
                "endpoints." + name.key() + ": cannot listen on " + endpoint.host() + ":" + endpoint.port() + " ("
                        + cause.getMessage() + ")",
                failure);
    }
}
