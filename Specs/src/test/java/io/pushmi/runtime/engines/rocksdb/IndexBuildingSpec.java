package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IndexBuildingSpec {
    private static final Set<KeyKind> NONE = Set.of();
    private static final Set<KeyKind> AGGREGATES = EnumSet.of(KeyKind.AGGREGATE);
    private static final String CONTENT = "\"" + "x".repeat(20_000) + "\"";
    private static final Key KEY = new Key.OfAggregate(Given.aggregate("s7"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final AtomicLong largestBatch = new AtomicLong();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);

    @Test
    void a_kind_that_is_added_is_built_in_small_pieces_while_commits_go_on() {
        LogId other = Given.log("other");
        try (RocksDbEngine engine = open(NONE)) {
            Given.fill(engine, Given.LOG, 0, 600, CONTENT);
            Given.fill(engine, other, 0, 3, CONTENT);
        }
        largestBatch.set(0);
        batches.set(0);
        try (RocksDbEngine engine = open(AGGREGATES)) {
            int position = 600;
            while (!isComplete(engine) && position < 5_000) {
                assertThat(Given.append(engine, Given.LOG, Given.commit(position, "s" + position)))
                        .isEqualTo(new AppendResult.Appended(1));
                assertFinds(engine, Given.LOG, 7);
                position++;
            }
            await().until(() -> isComplete(engine));
            assertFinds(engine, Given.LOG, 7);
            assertFinds(engine, other);
            assertThat(find(engine, other, "s2")).containsExactly(2L);
            assertThat(find(engine, Given.LOG, "s599")).containsExactly(599L);
            assertThat(find(engine, Given.LOG, "s600")).hasSize(position > 600 ? 1 : 0);
            assertThat(Given.read(engine, Given.LOG)).hasSize(position);
        }
        assertThat(largestBatch.get()).isLessThan(200_000);
        assertThat(batches.get()).isGreaterThan(12);
    }

    @Test
    void what_was_interrupted_goes_on_where_it_was() {
        try (RocksDbEngine engine = open(NONE)) {
            Given.fill(engine, Given.LOG, 0, 300, CONTENT);
        }
        // One to say that the kind is kept from now on, and three pieces.
        allowed.set(4);
        try (RocksDbEngine engine = open(AGGREGATES)) {
            await().until(() -> allowed.get() < 0);
            assertFinds(engine, Given.LOG, 7);
        }
        allowed.set(Integer.MAX_VALUE);
        AtomicLong reached = new AtomicLong();
        StoreSurgery.on(
                folder,
                AGGREGATES,
                store ->
                        reached.set(store.progress(KeyKind.AGGREGATE).position().value()));
        assertThat(reached.get()).isBetween(100L, 299L);

        batches.set(0);
        try (RocksDbEngine engine = open(AGGREGATES)) {
            await().until(() -> isComplete(engine));
            assertFinds(engine, Given.LOG, 7);
        }
        assertThat(batches.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void a_kind_that_was_away_is_built_again() {
        try (RocksDbEngine engine = open(AGGREGATES)) {
            Given.fill(engine, Given.LOG, 0, 10, "{}");
            assertFinds(engine, Given.LOG, 7);
        }
        try (RocksDbEngine engine = open(NONE)) {
            Given.append(engine, Given.LOG, Given.commit(10, "s7"));
            assertFinds(engine, Given.LOG, 7, 10);
        }
        try (RocksDbEngine engine = open(AGGREGATES)) {
            assertFinds(engine, Given.LOG, 7, 10);
            await().until(() -> isComplete(engine));
            assertFinds(engine, Given.LOG, 7, 10);
        }
    }

    @Test
    void it_is_used_once_it_has_caught_up() {
        try (RocksDbEngine engine = open(NONE)) {
            Given.fill(engine, Given.LOG, 0, 50, "{}");
        }
        try (RocksDbEngine engine = open(AGGREGATES)) {
            await().until(() -> isComplete(engine));
        }
        StoreSurgery.on(folder, AGGREGATES, store -> {
            byte[] entry = Layout.indexEntry(new LogNumber(0), IndexTerm.of(KEY), Given.at(7));
            store.delete(Column.KEYS, entry);
        });
        try (RocksDbEngine engine = open(AGGREGATES)) {
            assertFinds(engine, Given.LOG);
        }
        try (RocksDbEngine engine = open(NONE)) {
            assertFinds(engine, Given.LOG, 7);
        }
    }

    private RocksDbEngine open(Set<KeyKind> kinds) {
        return RocksDbEngine.open(
                RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY).withIndexes(kinds), this::write);
    }

    private void write(RocksDB database, WriteOptions options, WriteBatch batch) throws RocksDBException {
        largestBatch.accumulateAndGet(batch.getDataSize(), Math::max);
        if (allowed.decrementAndGet() < 0) {
            throw new RocksDBException("not now");
        }
        batches.incrementAndGet();
        database.write(options, batch);
    }

    private boolean isComplete(RocksDbEngine engine) {
        return engine.isIndexed(KeyKind.AGGREGATE);
    }

    private static void assertFinds(RocksDbEngine engine, LogId log, long... positions) {
        List<Long> expected = Arrays.stream(positions).boxed().toList();
        assertThat(find(engine, log, "s7")).isEqualTo(expected);
        assertThat(Given.answer(engine.logs().lastByKey(log, KEY))
                        .map(commit -> commit.first().value())
                        .stream()
                        .toList())
                .isEqualTo(expected.isEmpty() ? List.of() : expected.subList(expected.size() - 1, expected.size()));
    }

    private static List<Long> find(RocksDbEngine engine, LogId log, String source) {
        List<Long> found = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        SequenceNumber before;
        do {
            before = next;
            CommitPage page = Given.answer(engine.logs()
                    .readByKeys(log, Set.of(new Key.OfAggregate(Given.aggregate(source))), next, Given.PAGE));
            page.commits().stream()
                    .map(Commit::first)
                    .map(SequenceNumber::value)
                    .forEach(found::add);
            next = page.next();
        } while (before.isBefore(next));
        return found;
    }
}
