package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClosingSpec {
    private static final int BUSY_THREADS = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Key key = new Key.OfAggregate(Given.aggregate("s1"));
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    /** What every one of the busy threads knows to be in its log. */
    private record Acknowledged(LogId log, int commits) {}

    @RepeatedTest(15)
    void closing_amid_reads_and_appends_loses_nothing_and_crashes_nothing() throws InterruptedException {
        RocksDbEngine engine = open();
        CountDownLatch underWay = new CountDownLatch(BUSY_THREADS);
        ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < BUSY_THREADS; i++) {
            LogId log = Given.log("log " + i);
            Thread thread = new Thread(() -> acknowledged.add(keepBusy(engine, log, underWay)));
            thread.start();
            threads.add(thread);
        }
        underWay.await();

        engine.close();

        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(surprises).isEmpty();
        assertThat(acknowledged).hasSize(BUSY_THREADS);
        try (RocksDbEngine again = open()) {
            assertThat(acknowledged)
                    .allSatisfy(
                            known -> assertThat(Given.read(again, known.log())).hasSize(known.commits()));
        }
    }

    @Test
    void afterwards_everything_is_unavailable_and_nothing_more() {
        RocksDbEngine engine = open();
        Given.append(engine, Given.LOG, Given.commit(0, "s1"));

        engine.close();
        engine.close();

        assertThat(Given.append(engine, Given.LOG, Given.commit(1, "s1"))).isInstanceOf(AppendResult.Refused.class);
        assertThat(readsOf(engine, Given.LOG))
                .allSatisfy(stage -> assertThat(Given.failure(stage)).isInstanceOf(StorageUnavailable.class));
        assertThat(engine.health()).isInstanceOf(StorageHealth.Unavailable.class);
        assertThat(engine.syncs()).isPositive();
    }

    @Test
    void what_was_offered_before_is_finished() {
        List<CompletionStage<AppendResult>> answers = new ArrayList<>();
        try (RocksDbEngine engine = open()) {
            for (int i = 0; i < 500; i++) {
                answers.add(engine.logs().append(Given.LOG, List.of(Given.commit(i, "s1"))));
            }
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(Given.answer(answer)).isEqualTo(new AppendResult.Appended(1)));
        try (RocksDbEngine again = open()) {
            assertThat(Given.read(again, Given.LOG)).hasSize(500);
        }
    }

    /** Appends and reads until the engine turns it away. */
    private Acknowledged keepBusy(RocksDbEngine engine, LogId log, CountDownLatch underWay) {
        int position = 0;
        while (true) {
            List<CompletionStage<?>> reads = readsOf(engine, log);
            Commit commit = Given.commit(position, "s1");
            AppendResult result = Given.append(engine, log, commit);
            reads.forEach(this::expectAnswerOrUnavailable);
            if (result instanceof AppendResult.Refused) {
                return new Acknowledged(log, position);
            }
            if (!result.equals(new AppendResult.Appended(1))) {
                surprises.add("append: " + result);
            }
            position++;
            if (position == 5) {
                underWay.countDown();
            }
        }
    }

    private void expectAnswerOrUnavailable(CompletionStage<?> read) {
        Throwable failure = Given.answer(
                        read.<List<Throwable>>handle((value, thrown) -> thrown == null ? List.of() : List.of(thrown)))
                .stream()
                .findFirst()
                .orElse(null);
        if (failure != null && !(failure instanceof StorageUnavailable)) {
            surprises.add("read: " + failure);
        }
    }

    private List<CompletionStage<?>> readsOf(RocksDbEngine engine, LogId log) {
        StateName name =
                new StateName(TenantId.DEVELOPMENT, "positions", log.name().value());
        return List.of(
                engine.logs().head(log),
                engine.logs().read(log, SequenceNumber.FIRST, Given.PAGE),
                engine.logs().readByKeys(log, Set.of(key), SequenceNumber.FIRST, Given.PAGE),
                engine.logs().lastByKey(log, key),
                engine.logs().aggregate(log, Given.aggregate("s1")),
                engine.logs().aggregates(log, null, 10),
                engine.states().get(name),
                engine.states().list(TenantId.DEVELOPMENT, "positions", null, 10),
                engine.states().change(List.of(new StateChange.Put(name, Revision.ABSENT, Bytes.utf8("content")))));
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }
}
