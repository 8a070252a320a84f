package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.RuntimeProcess;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Runtime is backed up, from the outside and while clients commit, and a Runtime goes on with what is restored. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeepingSpec {
    private static final int CLIENTS = 4;
    private static final long A_FEW = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final List<AtomicLong> acknowledged =
            IntStream.range(0, CLIENTS).mapToObj(i -> new AtomicLong()).toList();
    private final List<Future<?>> working = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    @SuppressWarnings("NullAway.Init")
    private RuntimeProcess original;

    @BeforeEach
    void commit_as_fast_as_it_goes() throws Exception {
        original = RuntimeProcess.start(Files.createDirectory(folder.resolve("original")), Map.of());
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            working.add(threads.submit(() -> commit(client)));
        }
        awaitAFewMore();
    }

    @AfterEach
    void stop() {
        goesOn.set(false);
        threads.shutdownNow();
        original.close();
    }

    @Nested
    class when_a_backup_is_taken_under_load {
        @Test
        void what_is_restored_equals_the_original_up_to_its_position_and_both_go_on() throws Exception {
            List<Long> before = counts();
            Path backup = folder.resolve("backup");
            String made = run(0, "backup", backup.toString(), "--runtime", "127.0.0.1:" + original.port("management"));
            awaitAFewMore();
            finishWork();
            List<Long> after = counts();

            String restored = run(
                    0,
                    "restore",
                    backup.toString(),
                    home("again").resolve("data").toString());
            assertThat(restored).contains("nothing is wrong");
            assertThat(run(0, "verify", backup.toString())).contains("nothing is wrong");

            assertServes("again", before);
            original.askToStop();
            assertThat(original.awaitExit()).isZero();
            assertServes("original", after);

            List<Commit> copied = commitsIn(home("again").resolve("data"));
            assertThat(copied).hasSize(Math.toIntExact(eventsIn(made)));
            assertThat(commitsIn(home("original").resolve("data")))
                    .hasSizeGreaterThan(copied.size())
                    .startsWith(copied.toArray(Commit[]::new));
            assertThat(run(0, "verify", home("original").resolve("data").toString()))
                    .contains("nothing is wrong");
        }
    }

    @Nested
    class when_the_Runtime_is_killed_while_it_is_backed_up {
        @Test
        void what_it_leaves_is_no_store_and_it_loses_nothing_itself() throws Exception {
            Path backup = folder.resolve("backup");
            try (RuntimeProcess command = RuntimeProcess.launch(
                    folder,
                    Map.of(),
                    "backup",
                    backup.toString(),
                    "--runtime",
                    "127.0.0.1:" + original.port("management"))) {
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(PATIENCE)
                        .until(() -> Files.exists(home("original").resolve("data/checkpoint"))
                                || Files.exists(backup)
                                || Files.exists(folder.resolve("backup.unfinished")));
                original.kill();
                int exitCode = command.awaitExit();

                // It may have been made just before; then it is whole.
                assertThat(run(exitCode == 0 || Files.exists(backup) ? 0 : 1, "verify", backup.toString()))
                        .containsAnyOf("nothing is wrong", "there is no store in it");
            }
            List<Long> before = counts();
            assertServes("original", before);
            assertThat(home("original").resolve("data/checkpoint")).doesNotExist();
        }
    }

    private Path home(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private void commit(int client) {
        ManagedChannel channel = original.connect("private");
        EventStoreClient events = new EventStoreClient(channel);
        AtomicLong count = acknowledged.get(client);
        try {
            while (goesOn.get()) {
                if (events.commit("source-" + client, count.get(), content(count.get()))
                        .hasFailure()) {
                    throw new AssertionError("a commit failed");
                }
                count.incrementAndGet();
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static String content(long version) {
        return "{\"version\":" + version + ",\"padding\":\"" + "x".repeat(200) + "\"}";
    }

    private void awaitAFewMore() {
        List<Long> now = counts();
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, CLIENTS)
                        .allMatch(i -> acknowledged.get(i).get() >= now.get(i) + A_FEW));
    }

    private void finishWork() throws Exception {
        goesOn.set(false);
        for (Future<?> work : working) {
            work.get(1, TimeUnit.MINUTES);
        }
    }

    private List<Long> counts() {
        return acknowledged.stream().map(AtomicLong::get).toList();
    }

    /** Everything that the command said. */
    private String run(int exitCode, String... arguments) {
        try (RuntimeProcess command = RuntimeProcess.launch(folder, Map.of(), arguments)) {
            int ended = command.awaitExit();
            String said = String.join("\n", command.output()) + String.join("\n", command.errors());
            assertThat(ended).as(said).isEqualTo(exitCode);
            return said;
        }
    }

    /** Starts a Runtime on what is there, which has at least so much of each client, in order, and takes more. */
    private void assertServes(String name, List<Long> atLeast) throws Exception {
        try (RuntimeProcess runtime = RuntimeProcess.start(home(name), Map.of())) {
            ManagedChannel channel = runtime.connect("private");
            EventStoreClient events = new EventStoreClient(channel);
            for (int client = 0; client < CLIENTS; client++) {
                List<String> found = events.fetch("source-" + client);
                assertThat(found).hasSizeGreaterThanOrEqualTo(Math.toIntExact(atLeast.get(client)));
                for (int version = 0; version < found.size(); version++) {
                    assertThat(found.get(version)).isEqualTo(content(version));
                }
            }
            assertThat(events.commit("new after " + name, 0, "{}").hasFailure()).isFalse();
            channel.shutdownNow();
            runtime.askToStop();
            assertThat(runtime.awaitExit()).isZero();
        }
    }

    private static long eventsIn(String made) {
        Matcher events =
                Pattern.compile("backed up ([0-9,]+) events? of 1 log into ").matcher(made);
        assertThat(events.find()).as(made).isTrue();
        return Long.parseLong(events.group(1).replace(",", ""));
    }

    /** Those of the clients, without what was committed to see whether it goes on. */
    private static List<Commit> commitsIn(Path data) {
        List<Commit> commits = new ArrayList<>();
        try (RocksDbEngine engine = RocksDbEngine.open(RocksDbSettings.in(data))) {
            SequenceNumber next = SequenceNumber.FIRST;
            CommitPage page;
            do {
                page = engine.logs()
                        .read(LogId.mainOf(TenantId.DEVELOPMENT), next, new PageLimit(10_000, 32 << 20))
                        .toCompletableFuture()
                        .join();
                commits.addAll(page.commits());
                next = page.next();
            } while (!page.commits().isEmpty());
        }
        commits.remove(commits.size() - 1);
        return commits;
    }
}
