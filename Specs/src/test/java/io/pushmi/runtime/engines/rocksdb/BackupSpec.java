package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BackupSpec {
    private static final LogId OTHER = Given.log("other");
    private static final StateName DOCUMENT = new StateName(TenantId.DEVELOPMENT, "positions", "handler");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private RocksDbEngine engine;

    @BeforeEach
    void open_a_store() {
        engine = open(temporary.resolve("store"));
    }

    @AfterEach
    void close_it() {
        engine.close();
    }

    @Nested
    class when_nobody_commits_meanwhile {
        @Test
        void the_backup_is_a_store_with_everything_that_was_in_the_original() throws IOException {
            List<Commit> commits = Given.fill(engine, Given.LOG, 0, 50, "{}");
            List<Commit> others = Given.fill(engine, OTHER, 0, 7, "{}");
            put("here");

            Backup backup = backUp("backup");

            assertThat(backup.folder()).isEqualTo(temporary.toRealPath().resolve("backup"));
            assertThat(backup.logs()).isEqualTo(2);
            assertThat(backup.events()).isEqualTo(57);
            assertThat(backup.bytes()).isPositive();
            try (RocksDbEngine copy = open(backup.folder())) {
                assertThat(Given.read(copy, Given.LOG)).isEqualTo(commits);
                assertThat(Given.read(copy, OTHER)).isEqualTo(others);
                assertThat(Given.answer(copy.states().get(DOCUMENT)))
                        .hasValueSatisfying(document ->
                                assertThat(document.content().asUtf8()).isEqualTo("here"));
            }
        }

        @Test
        void it_has_the_format_file_and_no_lock_and_no_native_library() {
            Given.fill(engine, Given.LOG, 0, 5, "{}");

            Path backup = backUp("backup").folder();

            assertThat(backup).isDirectoryContaining("glob:**/format").isDirectoryContaining("glob:**/rocksdb");
            assertThat(backup.resolve("format")).hasContent("pushmi-store 1\n");
            assertThat(backup.toFile().list()).containsExactlyInAnyOrder("format", "rocksdb");
        }

        @Test
        void an_empty_folder_is_as_good_as_none_and_an_empty_store_as_good_as_a_full_one() throws IOException {
            Path empty = Files.createDirectory(temporary.resolve("empty"));

            assertThat(backUp("empty").events()).isZero();

            try (RocksDbEngine copy = open(empty)) {
                assertThat(Given.read(copy, Given.LOG)).isEmpty();
            }
        }

        @Test
        void nothing_stays_behind_in_the_data_folder_not_even_of_an_earlier_crash() throws IOException {
            Path left = Files.createDirectories(temporary.resolve("store/checkpoint"));
            Files.writeString(left.resolve("000001.sst"), "from a crash");

            backUp("backup");

            assertThat(left).doesNotExist();
        }

        @Test
        void the_original_and_its_backup_go_separate_ways() {
            Given.fill(engine, Given.LOG, 0, 20, "{}");
            Path folder = backUp("backup").folder();
            Given.fill(engine, Given.LOG, 20, 30, "{\"in\":\"original\"}");
            try (RocksDbEngine copy = open(folder)) {
                Given.fill(copy, Given.LOG, 20, 25, "{\"in\":\"copy\"}");
                assertThat(Given.read(copy, Given.LOG)).hasSize(25);
            }
            assertThat(Given.read(engine, Given.LOG)).hasSize(30);
        }
    }

    @Nested
    class when_commits_go_on_meanwhile {
        private static final int BACKUPS = 5;
        private static final int LOGS = 4;

        @Test
        void each_backup_has_all_that_was_acknowledged_before_and_of_each_log_a_beginning() throws Exception {
            AtomicBoolean goesOn = new AtomicBoolean(true);
            List<AtomicLong> acknowledged = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(LOGS);
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < LOGS; i++) {
                LogId log = Given.log("log" + i);
                AtomicLong count = new AtomicLong();
                acknowledged.add(count);
                working.add(threads.submit(() -> {
                    while (goesOn.get()) {
                        int next = (int) count.get();
                        Given.fill(engine, log, next, next + 1, "{\"padding\":\"" + "x".repeat(500) + "\"}");
                        count.incrementAndGet();
                    }
                }));
            }
            for (int i = 0; i < BACKUPS; i++) {
                List<Long> before = acknowledged.stream().map(AtomicLong::get).toList();
                Path backup = backUp("backup" + i).folder();
                assertIsBeginning(backup, before);
            }
            goesOn.set(false);
            for (Future<?> work : working) {
                work.get(1, TimeUnit.MINUTES);
            }
            threads.shutdown();
            assertThat(acknowledged).allSatisfy(count -> assertThat(count.get()).isPositive());
        }

        private void assertIsBeginning(Path backup, List<Long> before) {
            try (RocksDbEngine copy = open(backup)) {
                for (int i = 0; i < LOGS; i++) {
                    List<Commit> copied = Given.read(copy, Given.log("log" + i));
                    assertThat(copied).hasSizeGreaterThanOrEqualTo(Math.toIntExact(before.get(i)));
                    assertThat(Given.read(engine, Given.log("log" + i))).startsWith(copied.toArray(Commit[]::new));
                }
            }
        }

        @Test
        void a_backup_has_nothing_of_a_write_that_came_later_in_one_log_than_what_it_lacks_in_another() {
            List<CompletionStage<?>> writes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String source = "s" + i;
                writes.add(engine.logs().append(Given.LOG, List.of(Given.commit(i, source))));
                writes.add(engine.logs().append(OTHER, List.of(Given.commit(i, source))));
            }
            Path backup = backUp("backup").folder();
            writes.forEach(Given::answer);

            try (RocksDbEngine copy = open(backup)) {
                int here = Given.read(copy, Given.LOG).size();
                assertThat(Given.read(copy, OTHER).size()).isBetween(here - 1, here);
            }
        }
    }

    @Nested
    class when_the_folder_is_not_one_to_write_into {
        @Test
        void it_says_why_and_leaves_everything_as_it_was() throws IOException {
            Files.createDirectories(temporary.resolve("full/inside"));
            Files.writeString(temporary.resolve("file"), "precious");
            Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("store"));
            Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));
            Map<String, Bytes> before = Folders.contentOf(temporary.resolve("full"));

            assertRefused(Path.of("relative"), "absolute path", "relative");
            assertRefused(temporary.resolve("missing/backup"), "the folder that it would be in does not exist");
            assertRefused(temporary.resolve("full"), "is not empty");
            assertRefused(temporary.resolve("file"), "is not a folder");
            assertRefused(temporary.resolve("dangling"), "is not a folder");
            assertRefused(temporary.resolve("store"), "lies in the store");
            assertRefused(temporary.resolve("store/backup"), "lies in the store");
            assertRefused(temporary.resolve("full/../store/backup"), "lies in the store");
            assertRefused(temporary.resolve("link/backup"), "lies in the store");
            assertRefused(temporary, "is not empty");

            assertThat(Folders.contentOf(temporary.resolve("full"))).isEqualTo(before);
            assertThat(temporary.resolve("file")).hasContent("precious");
            assertThat(temporary.resolve("store/backup")).doesNotExist();
        }

        private void assertRefused(Path folder, String... why) {
            assertThat(Given.failure(upkeep().backup(folder, () -> true)))
                    .isInstanceOf(UpkeepRefused.class)
                    .hasMessageContainingAll(why);
        }
    }

    @Nested
    class when_another_backup_is_under_way {
        @Test
        void only_one_of_them_is_made_and_the_next_one_is_again() {
            CompletionStage<Backup> first = upkeep().backup(temporary.resolve("first"), () -> true);
            CompletionStage<Backup> second = upkeep().backup(temporary.resolve("second"), () -> true);

            assertThat(Given.failure(second)).isInstanceOf(UpkeepRefused.class).hasMessageContaining("under way");
            assertThat(Given.answer(first).folder()).isDirectory();
            assertThat(temporary.resolve("second")).doesNotExist();
            assertThat(backUp("third").folder()).isDirectory();
        }
    }

    @Nested
    class when_it_is_not_wanted_any_more {
        private static final int FEWEST_FILES = 4;

        @Test
        void it_ends_wherever_it_is_and_leaves_nothing_behind() throws IOException {
            Given.fill(engine, Given.LOG, 0, 20, "{}");
            Path empty = Files.createDirectory(temporary.resolve("empty"));

            int brokenOff = 0;
            while (isBrokenOff("backup", brokenOff) && isBrokenOff("empty", brokenOff)) {
                assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("store", "empty");
                assertThat(empty).isEmptyDirectory();
                assertThat(temporary.resolve("store/checkpoint")).doesNotExist();
                brokenOff++;
            }

            assertThat(brokenOff).isGreaterThan(FEWEST_FILES);
        }

        /** Whether it comes to be asked that often whether it is wanted, which depends on how many files there are. */
        private boolean isBrokenOff(String name, int after) {
            AtomicInteger left = new AtomicInteger(after);
            Path folder = temporary.resolve(name);
            String reason = Given.answer(upkeep().backup(folder, () -> left.getAndDecrement() > 0)
                    .handle((backup, failure) -> failure == null ? "" : String.valueOf(failure.getMessage())));
            if (reason.isEmpty()) {
                assertThat(folder.resolve("format")).exists();
                return false;
            }
            assertThat(reason).contains("nobody waits for it any more");
            return true;
        }
    }

    @Nested
    class when_a_backup_to_the_same_place_was_broken_off_by_a_crash {
        @Test
        void nothing_is_taken_over_from_it_and_it_says_what_to_remove() throws IOException {
            Path left = Files.createDirectories(temporary.resolve("backup.unfinished/rocksdb"));
            Files.writeString(left.resolve("000001.sst"), "half of it");

            assertThat(Given.failure(upkeep().backup(temporary.resolve("backup"), () -> true)))
                    .isInstanceOf(UpkeepRefused.class)
                    .hasMessageContainingAll("backup.unfinished", "was broken off", "remove that folder");

            assertThat(temporary.resolve("backup")).doesNotExist();
            assertThat(left.resolve("000001.sst")).hasContent("half of it");
        }
    }

    @Nested
    class when_the_store_is_closed {
        @Test
        void a_backup_is_not_begun() {
            engine.close();

            assertThat(Given.failure(upkeep().backup(temporary.resolve("backup"), () -> true)))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(temporary.resolve("backup")).doesNotExist();
        }

        @Test
        void one_that_was_begun_is_told_whatever_became_of_it() {
            Given.fill(engine, Given.LOG, 0, 50, "{}");
            CompletionStage<Backup> begun = upkeep().backup(temporary.resolve("backup"), () -> true);
            engine.close();

            boolean isMade = Given.answer(begun.handle((backup, failure) -> failure == null));

            assertThat(Files.exists(temporary.resolve("backup/format"))).isEqualTo(isMade);
            assertThat(temporary.resolve("store/checkpoint")).doesNotExist();
        }
    }

    @Nested
    class when_asked_what_is_in_it {
        @Test
        void it_counts_events_aggregates_keys_and_documents() {
            Given.fill(engine, Given.LOG, 0, 30, "{}");
            Given.append(engine, Given.LOG, Given.commit(30, "s0"));
            Given.append(engine, OTHER, Given.commit(0, "a"));
            put("here");

            StorageStatistics statistics = Given.answer(upkeep().statistics());

            // Each aggregate and its event source, and one type and one correlation.
            assertThat(statistics.logs())
                    .containsExactly(new LogStatistics(Given.LOG, 31, 30, 62), new LogStatistics(OTHER, 1, 1, 4));
            assertThat(statistics.documents()).isEqualTo(1);
            assertThat(statistics.bytes()).isPositive();
            assertThat(statistics.total(LogStatistics::events)).isEqualTo(32);
        }

        @Test
        void more_than_it_counts_at_once_is_counted_too() {
            int commits = 300;
            for (int i = 0; i < commits; i++) {
                Given.append(engine, Given.LOG, Given.commitOfSources(i * 100L, 100));
            }
            assertThat(Given.answer(upkeep().statistics()).logs())
                    .containsExactly(new LogStatistics(Given.LOG, 30_000, 30_000, 60_002));
        }

        @Test
        void an_empty_store_has_nothing() {
            StorageStatistics statistics = Given.answer(upkeep().statistics());

            assertThat(statistics.logs()).isEmpty();
            assertThat(statistics.documents()).isZero();
        }
    }

    private Upkeep upkeep() {
        return engine.upkeep().orElseThrow();
    }

    private Backup backUp(String name) {
        return Given.answer(upkeep().backup(temporary.resolve(name), () -> true));
    }

    private void put(String content) {
        Given.answer(
                engine.states().change(List.of(new StateChange.Put(DOCUMENT, Revision.ABSENT, Bytes.utf8(content)))));
    }

    private static RocksDbEngine open(Path folder) {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }
}
