package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthProto;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionProto;
import io.pushmi.contracts.events.v1.EventLogProto;
import io.pushmi.contracts.processing.v1.ProcessingProto;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsProto;
import io.pushmi.contracts.runtime.events.EventStoreProto;
import io.pushmi.contracts.runtime.events.EventTypesProto;
import io.pushmi.contracts.runtime.events.processing.EventHandlersProto;
import io.pushmi.contracts.runtime.events.processing.FiltersProto;
import io.pushmi.contracts.runtime.events.processing.ProjectionsProto;
import io.pushmi.contracts.runtime.handshake.HandshakeProto;
import io.pushmi.contracts.runtime.projections.StoreProto;
import io.pushmi.contracts.runtime.resources.ResourcesProto;
import io.pushmi.contracts.runtime.tenancy.TenantsProto;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.RawClient.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OddRequestsSpec {
    private static final int REQUESTS_PER_METHOD_AND_PORT = 600;
    private static final Set<Code> BLAMING_US = Set.of(Code.UNKNOWN, Code.INTERNAL, Code.ABORTED, Code.DATA_LOSS);

    @TempDir
    static Path folder;

    private static PushmiRuntime runtime;
    private static List<ManagedChannel> channels;

    @BeforeAll
    static void start() {
        runtime = PushmiRuntime.start(RuntimeConfiguration.load(
                folder.resolve(".dolittle"),
                Map.of(
                        "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__ENABLED", "false",
                        "DOLITTLE__RUNTIME__STORAGE__PATH",
                                folder.resolve("data").toString(),
                        "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "127.0.0.1",
                        "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__HOST", "127.0.0.1",
                        "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__PORT", "0",
                        "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__PORT", "0")));
        channels = runtime.endpoints().stream()
                .map(endpoint -> NettyChannelBuilder.forAddress("127.0.0.1", endpoint.port())
                        .usePlaintext()
                        .build())
                .toList();
    }

    @AfterAll
    static void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        runtime.close();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void no_request_makes_the_Runtime_blame_itself_or_disturbs_a_client_in_order(MethodDescriptor method) {
        OddMessages odd = new OddMessages(method.getFullName().hashCode());
        String name = method.getService().getFullName() + "/" + method.getName();
        String source = "beside " + name;
        int commits = 0;
        int answered = 0;
        for (ManagedChannel channel : channels) {
            RawClient client = new RawClient(channel);
            for (int i = 0; i < REQUESTS_PER_METHOD_AND_PORT; i++) {
                byte[] request = odd.next(method.getInputType());

                Ending ending = client.call(name, request);

                requireFair(ending, request);
                answered += ending.status().isOk() ? 1 : 0;
                if (i % 20 == 0) {
                    assertThat(new EventStoreClient(channel)
                                    .commit(source, commits, "{}")
                                    .hasFailure())
                            .isFalse();
                    commits++;
                }
            }
            requireFair(client.call(name), new byte[0]);
            requireFair(client.call(name, new byte[0], new byte[0]), new byte[0]);
        }
        assertThat(answered).as("requests odd enough to get in").isPositive();
    }

    @Test
    void every_service_on_a_private_port_is_among_them() {
        assertThat(new Reflection(channels.get(0)).services())
                .filteredOn(service -> !service.contains(".v1alpha."))
                .containsExactlyInAnyOrderElementsOf(
                        services().map(ServiceDescriptor::getFullName).toList());
    }

    private static void requireFair(Ending ending, byte[] request) {
        assertThat(ending.status().getCode())
                .as("for %s", HexFormat.of().formatHex(request))
                .isNotIn(BLAMING_US);
        assertThat(String.valueOf(ending.status().getDescription())).doesNotContain("Exception", "io.pushmi", "\tat ");
        for (byte[] message : ending.messages()) {
            assertThat(new String(message, StandardCharsets.UTF_8)).doesNotContain("Exception", "io.pushmi", "\tat ");
        }
    }

    /** All but those that only end when their callers want. */
    static Stream<MethodDescriptor> methods() {
        return services()
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> !Set.of("grpc.health.v1.Health.Watch", "pushmi.events.v1.EventLog.Follow")
                        .contains(method.getFullName()));
    }

    private static Stream<ServiceDescriptor> services() {
        return Stream.of(
                        EventLogProto.getDescriptor(),
                        EventStoreProto.getDescriptor(),
                        EventHandlersProto.getDescriptor(),
                        FiltersProto.getDescriptor(),
                        ProjectionsProto.getDescriptor(),
                        StoreProto.getDescriptor(),
                        ProcessingProto.getDescriptor(),
                        EventTypesProto.getDescriptor(),
                        AggregateRootsProto.getDescriptor(),
                        TenantsProto.getDescriptor(),
                        ResourcesProto.getDescriptor(),
                        HandshakeProto.getDescriptor(),
                        HealthProto.getDescriptor(),
                        ServerReflectionProto.getDescriptor())
                .flatMap(file -> file.getServices().stream());
    }
}
