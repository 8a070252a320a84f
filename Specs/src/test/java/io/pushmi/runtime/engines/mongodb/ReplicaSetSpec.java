package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import reactor.core.publisher.Mono;

/**
 * MongoDB itself, three members of a replica set in one container, whose primary steps down again and again while callers
 * commit. Needs Docker; where there is none, it says that it did not run.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledIf(value = "isDockerThere", disabledReason = "did not run: no Docker")
class ReplicaSetSpec {
    private static final String IMAGE = "mongo:7.0";
    private static final int STEP_DOWNS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Asked by name. Says so where the answer is no, so that nobody takes it for a success. */
    static boolean isDockerThere() {
        boolean mayRun = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        boolean isThere = mayRun && DockerClientFactory.instance().isDockerAvailable();
        if (!isThere) {
            System.out.println("ReplicaSetSpec did not run: no Docker");
        }
        return isThere;
    }

    @Test
    void step_downs_lose_and_double_nothing_that_was_acknowledged() throws IOException {
        List<Integer> ports = List.of(freePort(), freePort(), freePort());
        try (GenericContainer<?> container = new GenericContainer<>(IMAGE)) {
            container.setPortBindings(
                    ports.stream().map(port -> port + ":" + port).toList());
            container.withCommand("bash", "-c", members(ports)).start();
            String connection = "mongodb://"
                    + ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(","))
                    + "/?replicaSet=specs";
            initiate(ports);
            commitWhileSteppingDown(connection);
        }
    }

    private static void commitWhileSteppingDown(String connection) {
        try (MongoEngine one = open(connection);
                MongoEngine other = open(connection);
                MongoClient client = MongoClients.create(connection);
                CommittingCallers callers = new CommittingCallers(PATIENCE)) {
            callers.begin(one, 3);
            callers.begin(other, 3);
            for (int i = 0; i < STEP_DOWNS; i++) {
                callers.awaitCommits(100);
                stepDown(client);
            }
            callers.awaitCommits(100);
            callers.stop();
            assertThat(callers.violations(one)).isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** All members in one container, so that the names by which they know each other are those by which clients do. */
    private static String members(List<Integer> ports) {
        return ports.stream()
                        .map(port -> "mkdir -p /data/" + port + " && mongod --replSet specs --bind_ip_all --port "
                                + port + " --dbpath /data/" + port + " > /data/" + port + ".log 2>&1 &")
                        .collect(Collectors.joining(" "))
                + " wait";
    }

    private static void initiate(List<Integer> ports) {
        List<Document> members = IntStream.range(0, ports.size())
                .mapToObj(i -> new Document("_id", i).append("host", "localhost:" + ports.get(i)))
                .toList();
        Document command = new Document("replSetInitiate", new Document("_id", "specs").append("members", members));
        try (MongoClient client =
                MongoClients.create("mongodb://localhost:" + ports.get(0) + "/?directConnection=true")) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Mono.from(client.getDatabase("admin").runCommand(command))
                                    .block()
                            != null);
        }
    }

    /** The connection may end with the answer, which says nothing about whether it was done. */
    private static void stepDown(MongoClient client) {
        Document command = new Document("replSetStepDown", 5).append("force", true);
        Mono.from(client.getDatabase("admin").runCommand(command))
                .onErrorComplete()
                .block(PATIENCE);
    }

    private static MongoEngine open(String connection) {
        MongoEventStore store = new MongoEventStore(connection, "specs", OptionalInt.empty());
        return MongoEngine.open(new MongoSettings(
                Map.of(TenantId.DEVELOPMENT, store), EnumSet.allOf(KeyKind.class), PATIENCE, Duration.ofSeconds(5)));
    }
}
