package io.pushmi.runtime.management.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MixedLog;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InterruptedMoveSpec {
    private static final int EVERY_COMMIT = 1;

    /** As many as the export of the store takes at the least: one for each commit, and one for the end of each log. */
    private static final int READS = 15 + 5 + 3 + 3;

    private static final int ALMOST_ALL = READS - 4;
    private static final int UNBROKEN = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private final MemoryEngine from = MemoryEngine.open(new MemoryDisk());

    @BeforeEach
    void fill_a_store() {
        FilledStore.fill(from);
    }

    @AfterEach
    void close_it() {
        from.close();
    }

    @Nested
    class when_an_export_is_interrupted {
        @Test
        void it_goes_on_from_every_point_and_comes_to_the_same_end() throws IOException {
            Moved whole = export(folder.resolve("whole"), UNBROKEN);
            long pieces = 0;
            for (int reads = 0; reads < READS; reads++) {
                Path broken = folder.resolve("broken-" + reads);
                int failing = reads;

                assertThat(catchThrowable(() -> export(broken, failing))).isInstanceOf(StorageUnavailable.class);

                pieces = Math.max(
                        pieces,
                        Files.readString(broken.resolve("progress.jsonl"))
                                .lines()
                                .count());
                tear(broken, reads);
                assertThat(catchThrowable(() -> Manifest.read(broken)))
                        .isInstanceOf(MoveRefused.class)
                        .hasMessageContaining("is not finished: run the export again");
                assertThat(export(broken, UNBROKEN)).isEqualTo(whole);
                assertSameLines(broken);
            }
            assertThat(pieces).isGreaterThan(15);
        }

        @Test
        void it_can_be_interrupted_again_and_again() {
            Path broken = folder.resolve("broken");
            for (int reads = 0; reads < READS; reads += 3) {
                int failing = reads;
                assertThat(catchThrowable(() -> export(broken, failing)))
                        .satisfiesAnyOf(
                                failure -> assertThat(failure).isNull(),
                                failure -> assertThat(failure).isInstanceOf(StorageUnavailable.class));
            }

            assertThat(export(broken, UNBROKEN)).isEqualTo(export(folder.resolve("whole"), UNBROKEN));
        }

        @Test
        void what_was_committed_meanwhile_is_exported_too() {
            Path broken = folder.resolve("broken");
            assertThat(catchThrowable(() -> export(broken, ALMOST_ALL))).isInstanceOf(StorageUnavailable.class);
            List<Commit> all = FilledStore.commits(from, FilledStore.ODD);
            FilledStore.append(
                    from,
                    FilledStore.ODD,
                    Commits.from(all.get(all.size() - 1).next()).some(3));

            assertThat(export(broken, UNBROKEN)).isEqualTo(export(folder.resolve("whole"), UNBROKEN));
        }

        @Test
        void content_that_was_erased_meanwhile_does_not_stay_in_it_unnoticed() {
            Path broken = folder.resolve("broken");
            assertThat(catchThrowable(() -> export(broken, ALMOST_ALL))).isInstanceOf(StorageUnavailable.class);
            for (LogId log : FilledStore.logs(from).keySet()) {
                Answers.of(from.logs()
                        .erase(log, Map.of(new SequenceNumber(1), Content.ERASED))
                        .thenApply(done -> true));
            }

            assertThat(catchThrowable(() -> export(broken, UNBROKEN)))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining(", line ")
                    .hasMessageContaining("if the log was changed since, remove the folder and export anew");
        }

        @Test
        void it_goes_on_for_no_other_store() {
            Path broken = folder.resolve("broken");
            assertThat(catchThrowable(() -> export(broken, ALMOST_ALL))).isInstanceOf(StorageUnavailable.class);
            try (MemoryEngine other = MemoryEngine.open(new MemoryDisk())) {
                assertThat(catchThrowable(() -> new Export(FilledStore.open(other), broken).run((done, of) -> {})))
                        .isInstanceOf(MoveRefused.class)
                        .hasMessageContaining("which the store does not have");
            }
        }

        @Test
        void a_file_that_was_changed_meanwhile_is_noticed() throws IOException {
            Path broken = folder.resolve("broken");
            assertThat(catchThrowable(() -> export(broken, ALMOST_ALL))).isInstanceOf(StorageUnavailable.class);
            Path file = broken.resolve(FilledStore.TENANT + "/logs/event-log.jsonl.gz");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);

            assertThat(catchThrowable(() -> export(broken, UNBROKEN)))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining(".jsonl.gz, line ");
        }

        @Test
        void a_file_that_lost_something_is_noticed() throws IOException {
            Path broken = folder.resolve("broken");
            assertThat(catchThrowable(() -> export(broken, ALMOST_ALL))).isInstanceOf(StorageUnavailable.class);
            Path file = broken.resolve(FilledStore.TENANT + "/logs/event-log.jsonl.gz");
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

            assertThat(catchThrowable(() -> export(broken, UNBROKEN)))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining("expected a file of " + bytes.length + " bytes, found ");
        }
    }

    @Nested
    class when_an_import_is_interrupted {
        @Test
        void it_goes_on_from_every_point() {
            Moved exported = export(folder.resolve("export"), UNBROKEN);
            for (int appends = 0; appends < exported.commits(); appends++) {
                int failing = appends;
                try (MemoryEngine to = MemoryEngine.open(new MemoryDisk())) {
                    Throwable broken = catchThrowable(() -> fill(new BrittleLogs(to.logs(), UNBROKEN, failing), to));
                    assertThat(broken).isInstanceOf(MoveRefused.class).hasMessageContaining("it broke");

                    assertThat(fill(to.logs(), to)).isEqualTo(exported);

                    assertThat(FilledStore.logs(to)).isEqualTo(FilledStore.logs(from));
                    assertThat(FilledStore.documents(to)).isEqualTo(FilledStore.documents(from));
                }
            }
        }

        @Test
        void a_finished_one_can_be_run_again_and_changes_nothing() {
            Moved exported = export(folder.resolve("export"), UNBROKEN);
            try (MemoryEngine to = MemoryEngine.open(new MemoryDisk())) {
                fill(to.logs(), to);

                assertThat(fill(new BrittleLogs(to.logs(), UNBROKEN, 0), to)).isEqualTo(exported);
            }
        }

        @Test
        void answers_that_are_lost_do_no_harm() {
            Moved exported = export(folder.resolve("export"), UNBROKEN);
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                try (MemoryEngine to = MemoryEngine.open(new MemoryDisk())) {
                    EventLogStorage losing = new ForwardingLogs(to.logs()) {
                        @Override
                        public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                            List<Commit> some = commits.subList(0, 1 + random.nextInt(commits.size()));
                            return super.append(log, some)
                                    .thenApply(result -> random.nextBoolean()
                                            ? new AppendResult.Unknown(0, "the answer is lost")
                                            : result);
                        }
                    };

                    assertThat(fill(losing, to)).isEqualTo(exported);
                    assertThat(FilledStore.logs(to)).isEqualTo(FilledStore.logs(from));
                }
            }
        }

        @Test
        void an_answer_that_never_comes_ends_it_with_what_is_known() {
            export(folder.resolve("export"), UNBROKEN);
            try (MemoryEngine to = MemoryEngine.open(new MemoryDisk())) {
                EventLogStorage silent = new ForwardingLogs(to.logs()) {
                    @Override
                    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                        return super.head(log).thenApply(head -> new AppendResult.Unknown(0, "nobody answers"));
                    }
                };

                assertThat(catchThrowable(() -> fill(silent, to)))
                        .isInstanceOf(MoveRefused.class)
                        .hasMessageContaining("is not known after 20 tries: nobody answers");
            }
        }

        @Test
        void what_somebody_else_commits_meanwhile_is_not_taken_for_ours() {
            export(folder.resolve("export"), UNBROKEN);
            try (MemoryEngine to = MemoryEngine.open(new MemoryDisk())) {
                EventLogStorage raced = new ForwardingLogs(to.logs()) {
                    @Override
                    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                        return super.append(log, List.of(Commits.at(0)))
                                .thenCompose(theirs -> super.append(log, commits));
                    }
                };

                assertThat(catchThrowable(() -> fill(raced, to)))
                        .isInstanceOf(MoveRefused.class)
                        .hasMessageContaining("has something else at 0: expected commit ")
                        .hasMessageContaining("they differ in their ids");
            }
        }

        private Moved fill(EventLogStorage logs, MemoryEngine to) {
            return new Import(FilledStore.open(logs, to.states()), folder.resolve("export")).run((done, of) -> {});
        }
    }

    @Nested
    class when_a_store_has_something_already {
        private final MemoryEngine to = MemoryEngine.open(new MemoryDisk());

        @AfterEach
        void close_it() {
            to.close();
        }

        @Test
        void another_commit_is_named_with_its_place_and_nothing_is_written() {
            List<Commit> others = new MixedLog(Commits.fromTheStart(), 2).commits();
            FilledStore.append(to, FilledStore.MAIN, others);

            assertRefused("log " + FilledStore.MAIN + " has something else at 0: expected commit ");
        }

        @Test
        void a_log_that_goes_on_further_is_named() {
            List<Commit> all = FilledStore.commits(from, FilledStore.MAIN);
            FilledStore.append(to, FilledStore.MAIN, all);
            SequenceNumber end = all.get(all.size() - 1).next();
            FilledStore.append(to, FilledStore.MAIN, Commits.from(end).some(1));

            assertRefused("log " + FilledStore.MAIN + " should end at " + end + " like the export, but has commit ");
        }

        @Test
        void another_log_is_named() {
            LogId other = new LogId(FilledStore.TENANT, new LogName("other"));
            FilledStore.append(to, other, Commits.fromTheStart().some(1));

            assertRefused("the store has log " + other + ", which the export does not have: expected an empty store");
        }

        @Test
        void other_content_of_an_event_is_named() {
            Commit first = FilledStore.commits(from, FilledStore.ODD).get(0);
            Commit erased = first.withEvents(List.of(first.events().get(0).withContent(Content.ERASED)));
            FilledStore.append(to, FilledStore.ODD, List.of(erased));

            assertRefused("they differ in the event at 0");
        }

        @Test
        void other_documents_are_named() {
            FilledStore.put(to, "processors", "a", Bytes.utf8("{\"position\":5}"));
            assertRefused("as state document " + FilledStore.TENANT + "/processors/a: expected 14 bytes as exported");
        }

        @Test
        void a_document_more_is_named() {
            FilledStore.put(to, "processors", "b", Bytes.utf8("{}"));
            assertRefused("the store has a state document " + FilledStore.TENANT + "/processors/b");
        }

        @Test
        void a_collection_more_is_named() {
            FilledStore.put(to, "definitions", "b", Bytes.utf8("{}"));
            assertRefused("the store has state documents " + FilledStore.TENANT + "/definitions, which the export");
        }

        @Test
        void what_other_tenants_and_Runtimes_have_there_does_not_matter() {
            export(folder.resolve("export"), UNBROKEN);
            FilledStore.put(to, "runtimes", "x", Bytes.utf8("{}"));
            LogId another = LogId.mainOf(new TenantId(new UUID(9, 9)));
            FilledStore.append(to, another, Commits.fromTheStart().some(1));

            new Import(FilledStore.open(to), folder.resolve("export")).run((done, of) -> {});

            assertThat(FilledStore.logs(to)).isEqualTo(FilledStore.logs(from));
        }

        private void assertRefused(String reason) {
            export(folder.resolve("export"), UNBROKEN);
            Map<LogId, List<Commit>> before = FilledStore.logs(to);

            assertThat(catchThrowable(
                            () -> new Import(FilledStore.open(to), folder.resolve("export")).run((done, of) -> {})))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining(reason);
            assertThat(FilledStore.logs(to)).isEqualTo(before);
        }
    }

    private Moved export(Path into, int reads) {
        return export(into, EVERY_COMMIT, reads);
    }

    private Moved export(Path into, int pieceSize, int reads) {
        BrittleLogs logs = new BrittleLogs(from.logs(), reads, 0);
        return new Export(FilledStore.open(logs, from.states()), into, pieceSize).run((done, of) -> {});
    }

    /** Leaves what a process leaves that ends in the middle of a write: parts of what it did not record any more. */
    private static void tear(Path broken, int seed) throws IOException {
        Files.writeString(
                broken.resolve("progress.jsonl"),
                "{\"file\":\"08a3/logs/event-l".substring(0, seed % 20),
                StandardOpenOption.APPEND);
        Path file = logFileIn(broken);
        if (Files.exists(file)) {
            byte[] torn = new byte[seed % 30];
            new Random(seed).nextBytes(torn);
            Files.write(file, torn, StandardOpenOption.APPEND);
        }
    }

    private static Path logFileIn(Path broken) throws IOException {
        Path logs = broken.resolve(FilledStore.TENANT + "/logs");
        if (!Files.exists(logs)) {
            return logs;
        }
        try (var files = Files.list(logs)) {
            return files.sorted().findFirst().orElse(logs.resolve("none"));
        }
    }

    private static void assertSameLines(Path again) {
        Manifest manifest = Manifest.read(again);
        for (MovedFile.OfLog log : manifest.logs()) {
            long commits = 0;
            try (ExportedLog file = new ExportedLog(again, log)) {
                while (file.next() != null) {
                    commits++;
                }
            }
            assertThat(commits).isEqualTo(log.commits());
        }
    }
}
