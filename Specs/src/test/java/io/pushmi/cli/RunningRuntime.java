package io.pushmi.cli;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.BoundEndpoint;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.PushmiRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Runtime in this process, on free ports of loopback, with its data in {@code data} of a folder. */
final class RunningRuntime implements AutoCloseable {
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
        return runtime.dataFolder();
    }

    /** Commits so many events, each of an aggregate of its own. */
    void commit(int events) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port(EndpointName.PRIVATE))
                .usePlaintext()
                .build();
        EventStoreClient client = new EventStoreClient(channel);
        for (int i = 0; i < events; i++) {
            if (client.commit("source-" + i, 0, "{}").hasFailure()) {
                throw new AssertionError("event " + i + " was not committed");
            }
        }
        channel.shutdownNow();
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
