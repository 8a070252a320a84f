package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.UpkeepRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RestoringSpec {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path store;

    @SuppressWarnings("NullAway.Init")
    private List<Commit> commits;

    @BeforeEach
    void fill_a_store() {
        store = temporary.resolve("store");
        try (RocksDbEngine engine = open(store)) {
            commits = Given.fill(engine, Given.LOG, 0, 20, "{}");
        }
    }

    @Nested
    class when_the_target_does_not_exist {
        @Test
        void it_becomes_a_store_with_the_same_content_that_shares_nothing() throws IOException {
            Map<String, Bytes> before = Folders.contentOf(store.resolve("rocksdb"));
            Path copy = temporary.resolve("copy");

            copy(store, copy);

            assertThat(copy.toFile().list()).containsExactlyInAnyOrder("format", "rocksdb");
            assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("store", "copy");
            for (Path file : Folders.endingIn(copy, "")) {
                if (Files.isRegularFile(file)) {
                    assertThat(Files.isSameFile(file, store.resolve(copy.relativize(file))))
                            .isFalse();
                }
            }
            try (RocksDbEngine engine = open(copy)) {
                assertThat(Given.read(engine, Given.LOG)).isEqualTo(commits);
                Given.fill(engine, Given.LOG, 20, 25, "{}");
            }
            assertThat(Folders.contentOf(store.resolve("rocksdb"))).isEqualTo(before);
        }

        @Test
        void until_everything_is_there_it_does_not_exist_and_a_part_of_it_is_no_store() throws IOException {
            Path copy = temporary.resolve("copy");
            List<Long> told = new ArrayList<>();

            new ClosedStore(store, Given.MEMORY).copyTo(copy, (done, expected) -> {
                assertThat(copy).doesNotExist();
                assertThat(temporary.resolve("copy.unfinished/format")).doesNotExist();
                assertThat(done).isLessThanOrEqualTo(expected);
                told.add(done);
            });

            assertThat(told).isSorted().isNotEmpty();
        }
    }

    @Nested
    class when_it_fails_on_the_way {
        @Test
        void nothing_is_left_wherever_that_is() throws IOException {
            Path empty = Files.createDirectory(temporary.resolve("empty"));
            for (Path target : List.of(temporary.resolve("copy"), empty)) {
                List<Long> told = new ArrayList<>();
                copy(store, temporary.resolve("whole"), told);
                DurableFiles.remove(temporary.resolve("whole"));
                for (int failing = 0; failing < told.size(); failing++) {
                    int last = failing;
                    List<Long> steps = new ArrayList<>();
                    assertThatThrownBy(() -> new ClosedStore(store, Given.MEMORY).copyTo(target, (done, expected) -> {
                                steps.add(done);
                                if (steps.size() > last) {
                                    throw new IllegalStateException("planted");
                                }
                            }))
                            .hasMessage("planted");
                    assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("store", "empty");
                    assertThat(empty).isEmptyDirectory();
                }
            }
        }
    }

    @Nested
    class when_an_earlier_one_was_killed {
        @Test
        void it_takes_nothing_over_and_no_Runtime_begins_an_empty_store_there() throws IOException {
            Path copy = temporary.resolve("copy");
            Path left = Files.createDirectories(temporary.resolve("copy.unfinished/rocksdb"));
            Files.writeString(left.resolve("000009.sst"), "half");

            assertThatThrownBy(() -> copy(store, copy))
                    .isInstanceOf(UpkeepRefused.class)
                    .hasMessageContainingAll("copy.unfinished", "was broken off", "remove that folder");
            assertThatThrownBy(() -> open(copy))
                    .isInstanceOf(StoreCannotBeOpened.class)
                    .hasMessageContainingAll("copy.unfinished", "was broken off", "remove that folder");
            assertThat(copy).doesNotExist();

            DurableFiles.remove(temporary.resolve("copy.unfinished"));
            copy(store, copy);
            open(copy).close();
        }

        @Test
        void a_folder_that_it_began_to_fill_is_no_store_either() throws IOException {
            Path empty = temporary.resolve("empty");
            Files.createDirectories(empty.resolve("rocksdb"));

            assertThatThrownBy(() -> open(empty))
                    .isInstanceOf(StoreCannotBeOpened.class)
                    .hasMessageContaining("it is not a Pushmi store");
            assertThatThrownBy(() -> copy(store, empty))
                    .isInstanceOf(UpkeepRefused.class)
                    .hasMessageContaining("is not empty");
        }
    }

    @Nested
    class when_the_target_is_none {
        @Test
        void it_is_refused_before_anything_is_made() throws IOException {
            Files.writeString(temporary.resolve("file"), "precious");
            Files.createSymbolicLink(temporary.resolve("link"), store);
            Map<String, Bytes> before = Folders.contentOf(store);

            assertRefused(temporary.resolve("file"), "is not a folder");
            assertRefused(store, "lies in the store");
            assertRefused(store.resolve("copy"), "lies in the store");
            assertRefused(temporary.resolve("link/copy"), "lies in the store");
            assertRefused(temporary.resolve("missing/copy"), "does not exist");

            assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("store", "file", "link");
            assertThat(Folders.contentOf(store)).isEqualTo(before);
        }

        private void assertRefused(Path target, String why) {
            assertThatThrownBy(() -> copy(store, target))
                    .isInstanceOf(UpkeepRefused.class)
                    .hasMessageContaining(why);
        }
    }

    @Nested
    class when_somebody_has_the_store {
        @Test
        void neither_gets_in_the_way_of_the_other() {
            try (RocksDbEngine engine = open(store)) {
                assertThatThrownBy(() -> copy(store, temporary.resolve("copy")))
                        .isInstanceOf(StoreCannotBeOpened.class)
                        .hasMessageContaining("open in this process already");
                Given.fill(engine, Given.LOG, 20, 21, "{}");
            }
            new ClosedStore(store, Given.MEMORY)
                    .copyTo(
                            temporary.resolve("copy"),
                            (done, expected) ->
                                    assertThatThrownBy(() -> open(store)).isInstanceOf(StoreCannotBeOpened.class));
            open(store).close();
        }
    }

    private static void copy(Path from, Path to) {
        copy(from, to, new ArrayList<>());
    }

    private static void copy(Path from, Path to, List<Long> told) {
        new ClosedStore(from, Given.MEMORY).copyTo(to, (done, expected) -> told.add(done));
    }

    private static RocksDbEngine open(Path folder) {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }
}
