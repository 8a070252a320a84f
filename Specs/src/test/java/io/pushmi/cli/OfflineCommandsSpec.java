package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code restore}, {@code verify} and {@code stats}, on a store of three events that no Runtime has open. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OfflineCommandsSpec {
    private static final String RIGHT =
            "checked 1 log, 3 commits, 3 events, 3 aggregates, 10 keys, 0 state documents: nothing is wrong";

    @TempDir
    static Path home;

    private static Path store;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill_a_store() {
        try (RunningRuntime runtime = new RunningRuntime(home)) {
            runtime.commit(3);
            store = runtime.data();
        }
        // What lies in the write-ahead log is brought to tables by the next start.
        new RunningRuntime(home).close();
    }

    @Nested
    class when_a_store_is_verified {
        @Test
        void it_says_in_one_line_what_was_checked() {
            assertThat(Outcome.of("verify", store)).isEqualTo(new Outcome(0, List.of(RIGHT), List.of()));
        }

        @Test
        void each_thing_that_is_wrong_has_a_line_up_to_a_limit_and_all_are_counted() throws IOException {
            Path damaged = copy();
            flipABitOfEachTable(damaged);

            Outcome outcome = Outcome.of("verify", damaged);
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.output()).hasSizeGreaterThan(1).last().asString().contains("wrong");

            Outcome limited = Outcome.of("verify", damaged, "--findings", 0);
            assertThat(limited.exitCode()).isEqualTo(3);
            assertThat(limited.output())
                    .singleElement()
                    .asString()
                    .matches("checked .*: (1 thing is|\\d+ things are) wrong, of which the first 0 are listed");
        }

        @Test
        void a_number_of_findings_below_0_is_no_number() {
            assertWrong(Outcome.of("verify", store, "--findings", -1), "--findings: expected 0 or more, found -1");
            assertWrong(Outcome.of("verify", store, "--findings", "many"), "many");
            assertWrong(Outcome.of("verify", store, "--config", home), "expected a folder or --config, not both");
        }
    }

    @Nested
    class when_a_store_is_counted {
        @Test
        void it_prints_the_sums_and_a_line_for_each_log() {
            Outcome outcome = Outcome.of("stats", store);

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.output())
                    .anyMatch(line -> line.matches("events +3"))
                    .anyMatch(line -> line.matches("aggregates +3"))
                    .anyMatch(line -> line.matches("keys +10"))
                    .anyMatch(line -> line.matches("size +[0-9.]+ (bytes|KiB)"))
                    .last()
                    .asString()
                    .matches(" +3 +3 +10  445f8ea8-1a6f-40d7-b2fc-796dba92dc44/.*");
        }

        @Test
        void that_of_a_running_Runtime_gives_the_same() {
            try (RunningRuntime running = new RunningRuntime(folder)) {
                running.commit(3);

                List<String> counted =
                        Outcome.of("stats", "--runtime", running.management()).output();

                assertThat(counted.subList(1, counted.size()))
                        .isEqualTo(Outcome.of("stats", store).output().subList(1, counted.size()));
            }
        }

        @Test
        void a_folder_and_a_Runtime_are_one_too_many() {
            assertWrong(
                    Outcome.of("stats", store, "--runtime", "localhost:1"), "expected a folder or --runtime, not both");
        }

        @Test
        void a_Runtime_that_is_not_there_is_named() {
            Outcome outcome = Outcome.of("stats", "--runtime", "127.0.0.1:1");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: cannot reach a Runtime at 127.0.0.1:1: ");
        }
    }

    @Nested
    class when_a_store_is_restored {
        @Test
        void it_is_verified_and_a_Runtime_goes_on_with_it() {
            Path data = folder.resolve("data");

            assertThat(Outcome.of("restore", store, data))
                    .isEqualTo(new Outcome(0, List.of("restored " + store + " into " + data, RIGHT), List.of()));

            try (RunningRuntime again = new RunningRuntime(folder)) {
                assertThat(Outcome.of("stats", "--runtime", again.management()).output())
                        .anyMatch(line -> line.matches("events +3"));
            }
        }

        @Test
        void it_can_be_left_unverified() {
            Path data = folder.resolve("data");

            assertThat(Outcome.of("restore", "--no-verify", store, data))
                    .isEqualTo(new Outcome(0, List.of("restored " + store + " into " + data), List.of()));
        }

        @Test
        void what_is_wrong_in_it_is_told_and_it_stays_for_whoever_wants_to_look() throws IOException {
            Path damaged = copy();
            flipABitOfEachTable(damaged);
            Path data = folder.resolve("data");

            Outcome outcome = Outcome.of("restore", damaged, data);

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.output())
                    .hasSizeGreaterThan(2)
                    .first()
                    .asString()
                    .startsWith("restored ");
            assertThat(data.resolve("format")).exists();
        }

        @Test
        void a_target_that_is_none_is_refused_before_anything_is_made() throws IOException {
            Files.writeString(folder.resolve("precious"), "text");

            assertRefused(Outcome.of("restore", store, folder), folder + " is not empty, and nothing is overwritten");
            assertRefused(
                    Outcome.of("restore", store, folder.resolve("precious")),
                    folder.resolve("precious") + " is not a folder, and nothing is overwritten");
            assertRefused(
                    Outcome.of("restore", store, folder.resolve("a/b")),
                    "nothing can be put into " + folder.resolve("a/b")
                            + ": the folder that it would be in does not exist");
            assertRefused(
                    Outcome.of("restore", store, store.resolve("copy")),
                    "nothing can be put into " + store.resolve("copy") + ": it lies in the store "
                            + store.toRealPath());

            assertThat(folder.toFile().list()).containsExactly("precious");
        }

        @Test
        void a_backup_and_a_target_are_needed() {
            assertWrong(Outcome.of("restore"), "<backup>");
            assertWrong(Outcome.of("restore", store), "<data folder>");
        }
    }

    @Nested
    class when_there_is_no_store_to_work_with {
        @Test
        void an_empty_folder_one_of_something_else_and_none_at_all_stay_as_they_are() throws IOException {
            Path empty = Files.createDirectory(folder.resolve("empty"));
            Path other = Files.createDirectory(folder.resolve("other"));
            Files.writeString(other.resolve("letter"), "text");
            Path missing = folder.resolve("missing");

            assertAllRefuse(empty, "there is no store in it");
            assertAllRefuse(missing, "there is no store in it");
            assertAllRefuse(other, "it is not a Pushmi store: it has no file 'format' but has [letter]");

            assertThat(empty).isEmptyDirectory();
            assertThat(missing).doesNotExist();
            assertThat(other.toFile().list()).containsExactly("letter");
        }

        @Test
        void one_that_a_Runtime_has_open_stays_its_own() {
            try (RunningRuntime running = new RunningRuntime(folder)) {
                assertAllRefuse(running.data(), "it is open in this process already");
                running.commit(1);
            }
        }

        @Test
        void one_of_a_newer_version_is_named_with_its_version() throws IOException {
            Path newer = copy();
            Files.writeString(newer.resolve("format"), "pushmi-store 2\n");

            assertAllRefuse(newer, "it has format version 2, written by another version of Pushmi; this one knows 1");
        }

        private void assertAllRefuse(Path none, String reason) {
            String complaint = "the store in " + none + " cannot be opened: " + reason;
            assertRefused(Outcome.of("verify", none), complaint);
            assertRefused(Outcome.of("stats", none), complaint);
            assertRefused(Outcome.of("restore", none, folder.resolve("restored")), complaint);
            assertThat(folder.resolve("restored")).doesNotExist();
        }
    }

    private static void assertRefused(Outcome outcome, String reason) {
        assertThat(outcome).isEqualTo(new Outcome(1, List.of(), List.of("pushmi: " + reason)));
    }

    private static void assertWrong(Outcome outcome, String what) {
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).singleElement().asString().contains(what).contains("--help");
    }

    private Path copy() {
        Path copy = folder.resolve("copied");
        assertThat(Outcome.of("restore", "--no-verify", store, copy).exitCode()).isZero();
        return copy;
    }

    private static void flipABitOfEachTable(Path damaged) throws IOException {
        List<Path> tables;
        try (Stream<Path> files = Files.list(damaged.resolve("rocksdb"))) {
            tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        assertThat(tables).isNotEmpty();
        for (Path table : tables) {
            try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
                file.seek(20);
                int before = file.read();
                file.seek(20);
                file.write(before ^ 1);
            }
        }
    }
}
