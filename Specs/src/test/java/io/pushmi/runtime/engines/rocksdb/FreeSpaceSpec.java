package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FreeSpaceSpec {
    private static final long RESERVE = 1_000_000;
    private static final long PLENTY = 100_000_000;
    private static final StateName NAME = new StateName(TenantId.DEVELOPMENT, "positions", "handler");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final AtomicLong usable = new AtomicLong(PLENTY);
    private final AtomicInteger probes = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private RocksDbEngine engine;

    @BeforeEach
    void open_a_store_with_some_content() {
        engine = open(this::probe);
        Given.append(engine, Given.LOG, Given.commit(0, "a"));
        Given.answer(engine.states().change(List.of(put(Revision.ABSENT))));
    }

    @AfterEach
    void close_it() {
        engine.close();
    }

    @Test
    void commits_are_refused_below_the_reserve_while_reads_go_on_and_resume_by_themselves() {
        usable.set(RESERVE - 1);
        await().until(() -> engine.health() instanceof StorageHealth.ReadOnly);

        assertThat(Given.append(engine, Given.LOG, Given.commit(1, "b")))
                .isInstanceOfSatisfying(
                        AppendResult.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("free space", "reserve of " + RESERVE, "commits resume when space returns"));
        assertThat(Given.failure(engine.states().change(List.of(put(Revision.ABSENT)))))
                .isInstanceOf(StorageUnavailable.class)
                .hasMessageContaining("free space");
        assertThat(Given.read(engine, Given.LOG)).hasSize(1);
        assertThat(Given.answer(engine.states().get(NAME))).isPresent();

        usable.set(PLENTY);
        await().until(() ->
                Given.append(engine, Given.LOG, Given.commit(1, "b")).equals(new AppendResult.Appended(1)));
        assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
    }

    @Test
    void what_only_takes_away_may_use_the_reserve() {
        Revision revision =
                Given.answer(engine.states().get(NAME)).orElseThrow().revision();
        usable.set(RESERVE - 1);
        await().until(() -> engine.health() instanceof StorageHealth.ReadOnly);

        Given.answer(engine.logs()
                .erase(Given.LOG, Map.of(Given.at(0), Content.ERASED))
                .thenApply(done -> true));
        Given.answer(engine.states().change(List.of(new StateChange.Remove(NAME, revision))));

        assertThat(Given.read(engine, Given.LOG).get(0).events().get(0).isErased())
                .isTrue();
        assertThat(Given.answer(engine.states().get(NAME))).isEmpty();
    }

    @Test
    void what_was_written_since_the_last_look_counts() {
        SpaceGuard guard = new SpaceGuard(() -> RESERVE + 1_000, RESERVE);

        assertThat(guard.refusal(600)).isNull();
        guard.written(600);

        assertThat(guard.refusal(600)).contains("free space");
    }

    @Test
    void a_batch_that_would_reach_into_the_reserve_is_refused_as_a_whole() {
        SpaceGuard guard = new SpaceGuard(() -> RESERVE + 1_000, RESERVE);

        assertThat(guard.refusal(1_000)).isNull();
        assertThat(guard.refusal(1_001)).contains("free space");
    }

    @Test
    void nobody_looks_more_than_ten_times_a_second() {
        long began = System.nanoTime();
        int before = probes.get();
        for (int i = 1; i <= 200; i++) {
            Given.append(engine, Given.LOG, Given.commit(i, "a"));
            assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
        }
        long tenths = (System.nanoTime() - began) / 100_000_000;

        assertThat(probes.get() - before).isLessThanOrEqualTo(Math.toIntExact(tenths) + 1);
    }

    @Test
    void commits_are_refused_while_nobody_can_tell_how_much_room_there_is() {
        engine.close();
        engine = open(() -> {
            throw new IOException("no such device");
        });

        assertThat(Given.append(engine, Given.LOG, Given.commit(1, "b")))
                .isInstanceOfSatisfying(
                        AppendResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("no such device"));
        assertThat(Given.read(engine, Given.LOG)).hasSize(1);
    }

    private RocksDbEngine open(FreeSpace space) {
        return RocksDbEngine.open(
                RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY).withFreeSpaceReserve(RESERVE, space));
    }

    private long probe() {
        probes.incrementAndGet();
        return usable.get();
    }

    private static StateChange put(Revision expected) {
        return new StateChange.Put(NAME, expected, Bytes.utf8("content"));
    }
}
