package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grpc.ManagedChannel;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.handshake.HandshakeGrpc;
import io.pushmi.contracts.runtime.handshake.HandshakeRequest;
import io.pushmi.contracts.versioning.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunSpec {
    @TempDir
    static Path folder;

    private static RuntimeProcess runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeProcess.start(folder, Map.of());
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    @Nested
    class when_started_without_any_configuration {
        @Test
        void says_in_one_line_where_it_serves_whom_and_where_the_data_is() throws IOException {
            assertThat(runtime.output()).hasSize(1);
            assertThat(runtime.readyLine())
                    .matches(
                            "Pushmi \\d+\\.\\d+\\.\\d+ is ready: private 127\\.0\\.0\\.1:\\d+, privateV5 127\\.0\\.0\\.1:\\d+,"
                                    + " management 127\\.0\\.0\\.1:\\d+; .*")
                    .contains("; data in " + folder.toRealPath().resolve("data") + "; ")
                    .contains("; tenant 445f8ea8-1a6f-40d7-b2fc-796dba92dc44; ")
                    .endsWith("; read models default to mongodb://localhost:27017");
            assertThat(folder.resolve("data")).isDirectory();
        }

        @Test
        void a_port_of_0_became_a_free_one() {
            assertThat(runtime.port("private")).isNotZero().isNotEqualTo(runtime.port("privateV5"));
        }

        @Test
        void there_is_nothing_to_complain_about() {
            assertThat(runtime.errors()).isEmpty();
        }
    }

    @Nested
    class when_an_event_was_committed {
        @Test
        void both_private_ports_return_it() {
            String source = UUID.randomUUID().toString();
            commit("private", source, 0, "{\"on\":\"private\"}");
            commit("privateV5", source, 1, "{\"on\":\"privateV5\"}");

            for (String endpoint : new String[] {"private", "privateV5"}) {
                ManagedChannel channel = runtime.connect(endpoint);
                assertThat(new EventStoreClient(channel).fetch(source))
                        .containsExactly("{\"on\":\"private\"}", "{\"on\":\"privateV5\"}");
                channel.shutdownNow();
            }
        }

        @Test
        void it_is_there_after_a_restart() {
            commit("private", "kept", 0, "{\"kept\":true}");

            runtime.askToStop();
            assertThat(runtime.awaitExit()).isZero();
            runtime = RuntimeProcess.start(folder, Map.of());

            ManagedChannel channel = runtime.connect("private");
            assertThat(new EventStoreClient(channel).fetch("kept")).containsExactly("{\"kept\":true}");
            channel.shutdownNow();
        }
    }

    @Nested
    class when_an_endpoint_is_switched_off {
        @Test
        void it_is_neither_bound_nor_named(@TempDir Path other) throws IOException {
            Files.createDirectory(other.resolve(".dolittle"));
            Files.writeString(other.resolve(".dolittle/runtime.yml"), "endpoints: { privateV5: { enabled: false } }");
            try (RuntimeProcess without = RuntimeProcess.start(other, Map.of())) {
                assertThat(without.readyLine()).doesNotContain("privateV5");
            }
        }
    }

    @Nested
    class when_a_client_gives_itself_a_name_of_several_lines {
        @Test
        void the_log_has_one_line_for_it(@TempDir Path other) {
            try (RuntimeProcess logging = RuntimeProcess.start(other, Map.of())) {
                ManagedChannel channel = logging.connect("private");
                assertThat(HandshakeGrpc.newBlockingStub(channel)
                                .handshake(HandshakeRequest.newBuilder()
                                        .setSdkIdentifier("Forged\r\n2026-01-01 ERROR everything is lost")
                                        .setHeadVersion(Version.getDefaultInstance())
                                        .setSdkVersion(Version.getDefaultInstance())
                                        .setContractsVersion(
                                                Version.newBuilder().setMajor(7))
                                        .setTimeSpent(Duration.getDefaultInstance())
                                        .build())
                                .hasFailure())
                        .isFalse();
                channel.shutdownNow();

                await().untilAsserted(() ->
                        assertThat(logging.errors()).anyMatch(line -> line.contains("Forged 2026-01-01 ERROR")));
            }
        }
    }

    private static void commit(String endpoint, String source, long version, String content) {
        ManagedChannel channel = runtime.connect(endpoint);
        CommitAggregateEventsResponse response = new EventStoreClient(channel).commit(source, version, content);
        channel.shutdownNow();
        assertThat(response.hasFailure()).as(response.toString()).isFalse();
    }
}
