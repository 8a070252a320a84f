package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.RuntimeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Runtime whose data folder lies on a disk that fills up. Runs by name only, with the system property {@code
 * pushmi.specs.smallDisk} naming the folder where a disk of 200 MB or so is mounted.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SmallDiskSpec {
    private static final Path DISK = Path.of(System.getProperty("pushmi.specs.smallDisk", "no/small/disk"));
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int BALLAST = 40 * MEBIBYTE;
    private static final int MOST_COMMITS = 1000;
    private static final int BACKED_UP = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Random random = new Random(5);
    private final Map<String, String> acknowledged = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int attempts;

    private Map<String, String> environment(String reserve) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "DOLITTLE__RUNTIME__STORAGE__PATH", DISK.resolve("store").toString());
        environment.put("DOLITTLE__RUNTIME__STORAGE__FREESPACERESERVE", reserve);
        // What the store sets aside for its next writes grows with this.
        environment.put("DOLITTLE__RUNTIME__STORAGE__MEMORY", "16MiB");
        environment.put("DOLITTLE__RUNTIME__LIMITS__WAIT", "3s");
        return environment;
    }

    @AfterEach
    void clear() throws IOException {
        try (Stream<Path> files = Files.walk(DISK)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(DISK))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void commits_stop_at_the_reserve_while_reads_go_on_and_resume_when_there_is_room() throws IOException {
        Path ballast = Files.write(DISK.resolve("ballast"), new byte[BALLAST]);
        Map<String, String> environment = environment("48MiB");
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, environment)) {
            ManagedChannel channel = runtime.connect("private");
            EventStoreClient client = new EventStoreClient(channel);
            fill(client);
            assertThat(acknowledged).hasSizeGreaterThan(5);
            assertThat(failures).singleElement().asString().contains("free space", "reserve");
            assertThat(client.fetch("source-0")).containsExactly(acknowledged.get("source-0"));

            Files.delete(ballast);

            await().atMost(PATIENCE).until(() -> commit(client));
            channel.shutdownNow();
        }
        everythingAcknowledgedIsThere(environment);
    }

    @Test
    void a_disk_that_is_full_to_the_last_byte_loses_nothing_that_was_acknowledged() throws IOException {
        Path ballast = Files.write(DISK.resolve("ballast"), new byte[BALLAST]);
        Map<String, String> environment = environment("0");
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, environment)) {
            ManagedChannel channel = runtime.connect("private");
            EventStoreClient client = new EventStoreClient(channel);
            fill(client);

            Files.delete(ballast);

            await().atMost(PATIENCE).until(() -> commit(client));
            channel.shutdownNow();
        }
        everythingAcknowledgedIsThere(environment);
    }

    @Test
    void a_backup_for_which_there_is_no_room_leaves_nothing_and_is_made_when_there_is() throws IOException {
        String backup = DISK.resolve("backup").toString();
        Path ballast = Files.createFile(DISK.resolve("ballast"));
        while (Files.getFileStore(DISK).getUsableSpace() > BACKED_UP * MEBIBYTE / 2) {
            Files.write(ballast, new byte[MEBIBYTE], StandardOpenOption.APPEND);
        }
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            ManagedChannel channel = runtime.connect("private");
            EventStoreClient client = new EventStoreClient(channel);
            for (int i = 0; i < BACKED_UP; i++) {
                assertThat(commit(client)).isTrue();
            }
            String management = "127.0.0.1:" + runtime.port("management");

            assertThat(run(1, "backup", backup, "--runtime", management)).contains("cannot be written to " + backup);
            assertThat(DISK.toFile().list()).containsExactly("ballast");

            Files.delete(ballast);
            assertThat(commit(client)).isTrue();
            assertThat(run(0, "backup", backup, "--runtime", management)).contains(BACKED_UP + 1 + " events");
            assertThat(run(0, "verify", backup)).contains("nothing is wrong");
            channel.shutdownNow();
        }
    }

    /** What the command said. */
    private String run(int exitCode, String... arguments) {
        try (RuntimeProcess command = RuntimeProcess.launch(folder, Map.of(), arguments)) {
            assertThat(command.awaitExit()).as("%s", command.errors()).isEqualTo(exitCode);
            return String.join("\n", command.output()) + String.join("\n", command.errors());
        }
    }

    private void everythingAcknowledgedIsThere(Map<String, String> environment) {
        try (RuntimeProcess restarted = RuntimeProcess.start(folder, environment)) {
            ManagedChannel channel = restarted.connect("private");
            EventStoreClient client = new EventStoreClient(channel);
            acknowledged.forEach(
                    (source, content) -> assertThat(client.fetch(source)).containsExactly(content));
            channel.shutdownNow();
        }
    }

    private void fill(EventStoreClient client) {
        for (int i = 0; i < MOST_COMMITS; i++) {
            if (!commit(client)) {
                return;
            }
        }
        throw new AssertionError("the disk did not fill up with " + MOST_COMMITS + " commits of a mebibyte");
    }

    /** Commits a mebibyte that does not compress, to an event source of its own. Whether it was acknowledged. */
    private boolean commit(EventStoreClient client) {
        byte[] noise = new byte[MEBIBYTE / 2];
        random.nextBytes(noise);
        String content = "\"" + HexFormat.of().formatHex(noise) + "\"";
        String source = "source-" + attempts++;
        CommitAggregateEventsResponse answer = client.commit(source, 0, content);
        if (answer.hasFailure()) {
            failures.add(answer.getFailure().getReason());
        } else {
            acknowledged.put(source, content);
        }
        return !answer.hasFailure();
    }
}
