package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.server.RuntimeProcess;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty times in a row, unless told otherwise, a Runtime is killed at a random moment while clients commit, and started
 * again on what is left. After each round a copy of what is left is compared with what the clients were told; the Runtime
 * recovers the original.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CrashSpec {
    /** Another run of the same specifications, on another JDK, may do with fewer. */
    private static final int ROUNDS = Integer.getInteger("pushmi.specs.crashRounds", 50);

    private static final int CLIENTS = 4;
    private static final int MOST_ANSWERS_A_ROUND = 600;
    private static final long SEED = 20_261_121;

    @TempDir
    Path folder;

    @Nested
    class when_a_Runtime_is_killed_under_load_again_and_again {
        @Test
        void all_that_was_acknowledged_is_there_once_and_nothing_is_half_there() throws Exception {
            Random random = new Random(SEED);
            List<CrashingClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new CrashingClient("client" + i, SEED + i))
                    .toList();
            int acknowledged = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                crash(clients, random.nextInt(MOST_ANSWERS_A_ROUND));
                List<Attempt> attempts = clients.stream()
                        .flatMap(client -> client.attempts().stream())
                        .toList();
                assertThat(HistoryChecker.violations(attempts, stored(round)))
                        .as("after round %d", round)
                        .isEmpty();
                acknowledged =
                        (int) attempts.stream().filter(Attempt::isAcknowledged).count();
            }
            assertThat(acknowledged).as("acknowledged commits in all").isGreaterThan(ROUNDS * CLIENTS);
        }
    }

    /** Kills the Runtime right after it has given so many answers. */
    private void crash(List<CrashingClient> clients, int answers) throws Exception {
        CountDownLatch answered = new CountDownLatch(answers);
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            List<Future<?>> working = new ArrayList<>();
            for (CrashingClient client : clients) {
                working.add(threads.submit(() -> client.work(runtime.connect("private"), answered)));
            }
            assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
            runtime.kill();
            for (Future<?> work : working) {
                work.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Commit> stored(int round) throws IOException {
        Path copy = folder.resolve("copy-" + round);
        copy(folder.resolve("data"), copy);
        List<Commit> commits = new ArrayList<>();
        try (RocksDbEngine engine = RocksDbEngine.open(RocksDbSettings.in(copy))) {
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
        delete(copy);
        return commits;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!file.startsWith(from.resolve("native"))) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
