package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.versioning.Version;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Contexts;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A Runtime with its ports in this process, so that specs can write to the logs that clients cannot commit to. */
final class StartedRuntime implements AutoCloseable {
    private final PushmiRuntime runtime;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private StartedRuntime(PushmiRuntime runtime) {
        this.runtime = runtime;
    }

    /** @param processing settings of {@code processing}, by their names */
    static StartedRuntime start(Path folder, Map<String, String> processing) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__ENABLED", "false",
                "DOLITTLE__RUNTIME__STORAGE__PATH", folder.resolve("data").toString(),
                "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "127.0.0.1",
                "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__HOST", "127.0.0.1",
                "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__PORT", "0",
                "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__PORT", "0"));
        processing.forEach((name, value) -> environment.put("DOLITTLE__RUNTIME__PROCESSING__" + name, value));
        return new StartedRuntime(PushmiRuntime.start(
                RuntimeConfiguration.load(folder.resolve(".dolittle"), SpecStores.environment(folder, environment))));
    }

    /** A new connection, which ends with the Runtime. */
    ManagedChannel connect(EndpointName endpoint) {
        int port = runtime.endpoints().stream()
                .filter(bound -> bound.name() == endpoint)
                .findFirst()
                .orElseThrow()
                .port();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(32 * 1024 * 1024)
                .build();
        channels.add(channel);
        return channel;
    }

    /** Commits the events together, to the log of a scope, and gives the number of the first. */
    long commit(ScopeId scope, EventBuilder... events) {
        LogId log = new LogId(TenantId.DEVELOPMENT, LogName.ofScope(scope));
        CommitOutcome outcome = runtime.rooms()
                .logs()
                .log(log)
                .commit(CommitRequest.of(
                        null,
                        Contexts.any(),
                        Arrays.stream(events).map(EventBuilder::build).toList(),
                        List.of()))
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return ((CommitOutcome.Committed) outcome).commit().first().value();
    }

    /** Stops the Runtime alone: its clients stay connected as long as they can. */
    void stop() {
        runtime.close();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        runtime.close();
    }

    /** A registration of a handler with a random id, for events of these types. */
    static EventHandlerRegistrationRequest.Builder handler(ScopeId scope, UUID... types) {
        EventHandlerRegistrationRequest.Builder registration = EventHandlerRegistrationRequest.newBuilder()
                .setCallContext(ReverseCallArgumentsContext.newBuilder()
                        .setExecutionContext(context())
                        .setPingInterval(
                                com.google.protobuf.Duration.newBuilder().setSeconds(1)))
                .setScopeId(EventStoreClient.uuid(scope.value()))
                .setEventHandlerId(EventStoreClient.uuid(UUID.randomUUID()));
        for (UUID type : types) {
            registration.addEventTypes(
                    Artifact.newBuilder().setId(EventStoreClient.uuid(type)).setGeneration(1));
        }
        return registration;
    }

    private static ExecutionContext context() {
        return EventStoreClient.context().getExecutionContext().toBuilder()
                .setVersion(Version.newBuilder().setMajor(2))
                .build();
    }
}
