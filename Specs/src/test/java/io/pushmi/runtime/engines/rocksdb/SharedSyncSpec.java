package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedSyncSpec {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void what_gathers_during_a_write_shares_the_next_sync() {
        open(BatchWrite.PLAIN).close();
        CountDownLatch hold = new CountDownLatch(1);
        try (RocksDbEngine engine = open((database, options, batch) -> {
            waitFor(hold);
            database.write(options, batch);
        })) {
            long before = engine.syncs();
            List<CompletionStage<AppendResult>> answers = new ArrayList<>();
            for (int log = 0; log < 100; log++) {
                answers.add(engine.logs().append(Given.log("log " + log), List.of(Given.commit(0, "a"))));
            }
            assertThat(engine.syncs()).isEqualTo(before);
            assertThat(answers).noneMatch(answer -> answer.toCompletableFuture().isDone());

            hold.countDown();

            answers.forEach(answer -> assertThat(Given.answer(answer)).isEqualTo(new AppendResult.Appended(1)));
            assertThat(engine.syncs() - before).isBetween(1L, 2L);
        }
    }

    @Test
    void many_logs_that_never_pause_share_their_syncs() {
        int logs = 100;
        int each = 20;
        try (RocksDbEngine engine = open(BatchWrite.PLAIN)) {
            long before = engine.syncs();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int log = 0; log < logs; log++) {
                writers.add(appendInTurn(engine, "log " + log, 0, each).toCompletableFuture());
            }
            Given.answer(CompletableFuture.allOf(writers.toArray(CompletableFuture<?>[]::new))
                    .thenApply(done -> true));

            assertThat(engine.syncs() - before).isLessThan(logs * each / 10);
            for (int log = 0; log < logs; log++) {
                assertThat(Given.read(engine, Given.log("log " + log))).hasSize(each);
            }
        }
    }

    @Test
    void nothing_is_acknowledged_before_its_sync() {
        AtomicLong written = new AtomicLong();
        try (RocksDbEngine engine = open((database, options, batch) -> {
            assertThat(options.sync()).isTrue();
            database.write(options, batch);
            written.incrementAndGet();
        })) {
            for (int i = 0; i < 50; i++) {
                long syncs = engine.syncs();
                long writes = written.get();
                List<Commit> commit = List.of(Given.commit(i, "a"));
                List<Long> seen = Given.answer(engine.logs()
                        .append(Given.LOG, commit)
                        .thenApply(result -> List.of(engine.syncs(), written.get())));
                assertThat(seen.get(0)).isGreaterThan(syncs);
                assertThat(seen.get(1)).isGreaterThan(writes);
            }
        }
    }

    @Test
    void an_append_that_is_too_much_for_one_batch_gets_a_beginning_in() {
        String large = "\"" + "x".repeat(3 << 20) + "\"";
        Commit[] commits = new Commit[5];
        for (int i = 0; i < commits.length; i++) {
            commits[i] = Given.commit(i, "a", large);
        }
        try (RocksDbEngine engine = open(BatchWrite.PLAIN)) {
            assertThat(Given.append(engine, Given.LOG, commits)).isEqualTo(new AppendResult.Appended(2));
            assertThat(Given.append(engine, Given.LOG, commits[2], commits[3], commits[4]))
                    .isEqualTo(new AppendResult.Appended(2));
            assertThat(Given.append(engine, Given.LOG, commits[4])).isEqualTo(new AppendResult.Appended(1));
            assertThat(Given.read(engine, Given.LOG)).containsExactly(commits);
        }
    }

    private RocksDbEngine open(BatchWrite write) {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY), write);
    }

    private static CompletionStage<Void> appendInTurn(RocksDbEngine engine, String log, int from, int to) {
        if (from == to) {
            return CompletableFuture.completedFuture(null);
        }
        return engine.logs()
                .append(Given.log(log), List.of(Given.commit(from, "s" + from)))
                .thenCompose(result -> {
                    assertThat(result).isEqualTo(new AppendResult.Appended(1));
                    return appendInTurn(engine, log, from + 1, to);
                });
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
