package io.pushmi.runtime.doors.dolittle;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.aggregates.management.AggregateRoot;
import io.pushmi.contracts.runtime.aggregates.management.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.aggregates.management.GetAllRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetAllResponse;
import io.pushmi.contracts.runtime.aggregates.management.GetOneRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetOneResponse;
import io.pushmi.contracts.runtime.configuration.management.ConfigurationGrpc;
import io.pushmi.contracts.runtime.configuration.management.GetConfigurationYamlRequest;
import io.pushmi.contracts.runtime.events.management.EventTypesGrpc;
import io.pushmi.runtime.doors.RemoteCalls;
import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.events.RegisteredArtifact;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What the management services of another Runtime tell a program. Every method waits for the answer, and fails with {@link
 * RemoteFailure}. For one thread at a time, but may be closed by any.
 */
public final class RemoteManagement implements AutoCloseable {
    private static final int LARGEST_MESSAGE = AnswerSize.LIMIT + 1024 * 1024;
    private static final long NOTICED_AS_GONE_AFTER_SECONDS = 20;

    private final ManagedChannel channel;
    private final RemoteCalls calls;

    private RemoteManagement(ManagedChannel channel, String runtime) {
        this.channel = channel;
        this.calls = new RemoteCalls(runtime, "Runtime that can be managed here");
    }

    /** That of the Runtime whose management endpoint this is, with a connection that is made with the first call. */
    public static RemoteManagement at(String host, int port) {
        return new RemoteManagement(
                NettyChannelBuilder.forAddress(host, port)
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .keepAliveTime(NOTICED_AS_GONE_AFTER_SECONDS, TimeUnit.SECONDS)
                        .build(),
                host + ":" + port);
    }

    /** The event types that clients have introduced. */
    public List<RegisteredArtifact> eventTypes() {
        var response = calls.ask(() -> EventTypesGrpc.newBlockingStub(channel)
                .getAll(io.pushmi.contracts.runtime.events.management.GetAllRequest.getDefaultInstance()));
        requireSuccess(response.hasFailure(), response.getFailure());
        return response.getEventTypesList().stream()
                .map(type -> read(type.getEventType(), type.getAlias()))
                .toList();
    }

    /** The aggregate roots with their aggregates, of one tenant or of all. */
    public List<ShownAggregateRoot> aggregateRoots(Optional<TenantId> tenant) {
        GetAllRequest.Builder request = GetAllRequest.newBuilder();
        tenant.ifPresent(one -> request.setTenantId(Guids.write(one.value())));
        GetAllResponse response =
                calls.ask(() -> AggregateRootsGrpc.newBlockingStub(channel).getAll(request.build()));
        requireSuccess(response.hasFailure(), response.getFailure());
        return response.getAggregateRootsList().stream()
                .map(RemoteManagement::read)
                .toList();
    }

    /** One aggregate root with its aggregates, of one tenant or of all; without any if there is no such root. */
    public ShownAggregateRoot aggregateRoot(UUID root, Optional<TenantId> tenant) {
        GetOneRequest.Builder request = GetOneRequest.newBuilder().setAggregateRootId(Guids.write(root));
        tenant.ifPresent(one -> request.setTenantId(Guids.write(one.value())));
        GetOneResponse response =
                calls.ask(() -> AggregateRootsGrpc.newBlockingStub(channel).getOne(request.build()));
        requireSuccess(response.hasFailure(), response.getFailure());
        return read(response.getAggregateRoot());
    }

    /** The configuration in force, as YAML. */
    public String configurationYaml() {
        return calls.ask(() -> ConfigurationGrpc.newBlockingStub(channel)
                        .getConfigurationYaml(GetConfigurationYamlRequest.getDefaultInstance()))
                .getValue();
    }

    /** Ends all calls, which fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static void requireSuccess(boolean isFailure, Failure failure) {
        if (isFailure) {
            throw new RemoteFailure(failure.getReason());
        }
    }

    private static ShownAggregateRoot read(AggregateRoot root) {
        return new ShownAggregateRoot(
                read(root.getAggregateRoot(), root.getAlias()),
                root.getEventSourcesList().stream()
                        .map(source -> new ShownAggregateRoot.Instance(
                                new TenantId(Guids.require(source.hasTenantId(), source.getTenantId(), "tenantId")),
                                new EventSourceId(source.getEventSourceId()),
                                source.getAggregateRootVersion()))
                        .toList());
    }

    private static RegisteredArtifact read(Artifact artifact, String alias) {
        return new RegisteredArtifact(
                Artifacts.requireId(true, artifact, "id"),
                Integer.toUnsignedLong(artifact.getGeneration()),
                alias.equals(ShownAlias.NONE) ? "" : alias);
    }
}
