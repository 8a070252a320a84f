package io.pushmi.cli;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationRequest;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationResponse;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationRequest;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationResponse;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.BoundEndpoint;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.PushmiRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A Runtime in this process, on free ports of loopback, with its data in {@code data} of a folder. */
final class RunningRuntime implements AutoCloseable {
    /** The aggregate root and the event type of whatever is committed. */
    static final UUID ROOT = UUID.fromString("7d3c1a52-6c1a-4f0e-8a44-2b6f0c7a9e11");

    static final UUID TYPE = UUID.fromString("0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22");

    private final PushmiRuntime runtime;

    RunningRuntime(Path folder) {
        Map<String, String> environment = new HashMap<>();
        for (String endpoint : List.of("PRIVATE", "PRIVATEV5", "MANAGEMENT")) {
            environment.put("DOLITTLE__RUNTIME__ENDPOINTS__" + endpoint + "__HOST", "127.0.0.1");
            environment.put("DOLITTLE__RUNTIME__ENDPOINTS__" + endpoint + "__PORT", "0");
        }
        environment.put("DOLITTLE__RUNTIME__STORAGE__MEMORY", "16MiB");
        environment.put(
                "DOLITTLE__RUNTIME__STORAGE__PATH", folder.resolve("data").toString());
        runtime = PushmiRuntime.start(RuntimeConfiguration.load(folder.resolve(".dolittle"), environment));
    }

    /** For {@code --runtime}. */
    String management() {
        return "127.0.0.1:" + port(EndpointName.MANAGEMENT);
    }

    String privateEndpoint() {
        return "127.0.0.1:" + port(EndpointName.PRIVATE);
    }

    Path data() {
        return Path.of(runtime.store());
    }

    /** The contents of what an aggregate has applied, in order. */
    List<String> contentsOf(String source) {
        ManagedChannel channel = connect();
        List<String> contents = new EventStoreClient(channel).fetch(source);
        channel.shutdownNow();
        return contents;
    }

    /** Commits so many events, each of an aggregate of its own. */
    void commit(int events) {
        ManagedChannel channel = connect();
        EventStoreClient client = new EventStoreClient(channel);
        for (int i = 0; i < events; i++) {
            if (client.commit("source-" + i, 0, "{}").hasFailure()) {
                throw new AssertionError("event " + i + " was not committed");
            }
        }
        channel.shutdownNow();
    }

    /** Commits so many events to one aggregate. */
    void commitTo(String source, int events) {
        ManagedChannel channel = connect();
        EventStoreClient client = new EventStoreClient(channel);
        for (int i = 0; i < events; i++) {
            if (client.commit(source, i, "{}").hasFailure()) {
                throw new AssertionError("event " + i + " was not committed");
            }
        }
        channel.shutdownNow();
    }

    /** Gives the aggregate root and the event type names. */
    void introduce(String rootAlias, String typeAlias) {
        ManagedChannel channel = connect();
        EventTypeRegistrationResponse type = EventTypesGrpc.newBlockingStub(channel)
                .register(EventTypeRegistrationRequest.newBuilder()
                        .setCallContext(EventStoreClient.context())
                        .setEventType(Artifact.newBuilder()
                                .setId(EventStoreClient.uuid(TYPE))
                                .setGeneration(1))
                        .setAlias(typeAlias)
                        .build());
        AggregateRootAliasRegistrationResponse root = AggregateRootsGrpc.newBlockingStub(channel)
                .registerAlias(AggregateRootAliasRegistrationRequest.newBuilder()
                        .setCallContext(EventStoreClient.context())
                        .setAggregateRoot(Artifact.newBuilder()
                                .setId(EventStoreClient.uuid(ROOT))
                                .setGeneration(1))
                        .setAlias(rootAlias)
                        .build());
        if (type.hasFailure() || root.hasFailure()) {
            throw new AssertionError("not introduced: " + type + root);
        }
        channel.shutdownNow();
    }

    private ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", port(EndpointName.PRIVATE))
                .usePlaintext()
                .build();
    }

    private int port(EndpointName name) {
        return runtime.endpoints().stream()
                .filter(endpoint -> endpoint.name() == name)
                .mapToInt(BoundEndpoint::port)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
