package io.pushmi.runtime.management.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DamagedExportSpec {
    private static final String LOG = FilledStore.TENANT + "/logs/event-log.jsonl.gz";
    private static final String DOCUMENTS = FilledStore.TENANT + "/state/processors.jsonl.gz";

    /** No multiple of 2, so that every bit of a byte has its turn. */
    private static final int STEP = 11;

    @TempDir
    Path folder;

    private final MemoryEngine to = MemoryEngine.open(new MemoryDisk());

    @BeforeEach
    void export() {
        try (MemoryEngine from = MemoryEngine.open(new MemoryDisk())) {
            FilledStore.fill(from);
            new Export(FilledStore.open(from), folder, 1).run((done, of) -> {});
        }
    }

    @AfterEach
    void close() {
        to.close();
    }

    @Test
    void a_bit_that_flipped_anywhere_is_noticed_or_means_nothing() throws IOException {
        Manifest whole = Manifest.read(folder);
        List<Commit> commits = read(whole);
        byte[] bytes = Files.readAllBytes(folder.resolve(LOG));
        int noticed = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit += STEP) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(folder.resolve(LOG), flipped);
            try {
                assertThat(read(whole)).as("with bit " + bit + " flipped").isEqualTo(commits);
            } catch (MoveRefused refused) {
                assertThat(refused).hasMessageStartingWith(LOG);
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(7 * bytes.length / STEP);
    }

    @Test
    void a_bit_of_the_manifest_that_flipped_is_noticed_or_means_nothing() throws IOException {
        Manifest whole = Manifest.read(folder);
        Path file = folder.resolve("manifest.json");
        byte[] bytes = Files.readAllBytes(file);
        int noticed = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit += STEP) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                assertThat(Manifest.read(folder).moved())
                        .as("with bit " + bit + " flipped")
                        .isEqualTo(whole.moved());
            } catch (MoveRefused refused) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(5 * bytes.length / STEP);
    }

    @Test
    void a_line_that_was_changed_is_noticed() throws IOException {
        rewrite(LOG, lines -> {
            List<String> changed = new ArrayList<>(lines);
            changed.set(3, changed.get(3).replace("\"generation\":1", "\"generation\":2"));
            return changed;
        });

        assertRefused(LOG + ": expected the running hash ", ", found ");
    }

    @Test
    void a_line_that_is_written_differently_is_named() throws IOException {
        rewrite(LOG, lines -> {
            List<String> changed = new ArrayList<>(lines);
            changed.set(3, changed.get(3).replace("\"id\":", "\"id\": "));
            return changed;
        });

        assertRefused(
                LOG + ", line 4: expected a commit as an export writes it, found one that is written differently");
    }

    @Test
    void a_line_that_is_none_is_named() throws IOException {
        rewrite(LOG, lines -> {
            List<String> changed = new ArrayList<>(lines);
            changed.set(3, "{}");
            return changed;
        });

        assertRefused(LOG + ", line 4: expected a commit, found that ");
    }

    @Test
    void a_line_that_is_missing_is_named_by_the_one_after_it() throws IOException {
        rewrite(LOG, lines -> {
            List<String> changed = new ArrayList<>(lines);
            changed.remove(1);
            return changed;
        });

        assertRefused(LOG + ", line 2: expected a commit that starts at 0, found one that starts at ");
    }

    @Test
    void lines_that_are_missing_at_the_end_are_noticed() throws IOException {
        rewrite(LOG, lines -> lines.subList(0, lines.size() - 1));
        assertRefused(LOG + ": expected 15 commits with ", ", found 14 with ");
    }

    @Test
    void a_document_that_is_missing_or_changed_is_noticed() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(DOCUMENTS));
        rewrite(DOCUMENTS, lines -> lines.subList(0, lines.size() - 1));
        assertRefused(DOCUMENTS + ": expected 3 documents, found 2");

        Files.write(folder.resolve(DOCUMENTS), whole);
        rewrite(
                DOCUMENTS,
                lines -> lines.stream().map(line -> line.replace("4}", "5}")).toList());
        assertRefused(DOCUMENTS + ": expected the running hash ");
    }

    @Test
    void files_that_are_swapped_are_named() throws IOException {
        String other = FilledStore.OTHER + "/logs/event-log.jsonl.gz";
        byte[] log = Files.readAllBytes(folder.resolve(LOG));
        Files.write(folder.resolve(LOG), Files.readAllBytes(folder.resolve(other)));
        Files.write(folder.resolve(other), log);
        adjustSizes();

        assertRefused(", line 1: expected {\"format\":\"pushmi-export\"", "found {\"format\":\"pushmi-export\"");
    }

    @Test
    void a_file_that_is_missing_is_named() throws IOException {
        Files.delete(folder.resolve(LOG));
        assertRefused("cannot read " + folder.resolve(LOG) + ": it does not exist");
    }

    @Test
    void a_file_that_is_cut_off_or_goes_on_is_named() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(LOG));
        Files.write(folder.resolve(LOG), Arrays.copyOf(whole, whole.length - 1));
        assertRefused(LOG + ": expected a file of " + whole.length + " bytes, found " + (whole.length - 1));
        adjustSizes();
        assertRefused(LOG + ", line ");

        Files.write(folder.resolve(LOG), whole);
        Files.write(folder.resolve(LOG), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        assertRefused(": expected a file of ");
    }

    @Test
    void a_file_that_is_no_gzip_is_named() throws IOException {
        Files.writeString(folder.resolve(LOG), "something else");
        adjustSizes();
        assertRefused(LOG + ": expected a file that gzip can read, found one that it cannot");
    }

    @Test
    void a_manifest_that_was_changed_is_noticed() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"commits\" : 15", "\"commits\" : 14"));
        assertRefused("manifest.json: expected the hash ", " over what it lists, found ");
    }

    @Test
    void a_manifest_that_leads_elsewhere_is_refused() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst(LOG, "../../etc/passwd"));
        assertRefused("manifest.json: expected what an export wrote, found that expected the file " + LOG);
    }

    @Test
    void an_export_of_a_newer_version_is_refused() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"version\" : 1", "\"version\" : 2"));
        assertRefused("manifest.json: expected version 1 of the format, found 2, written by another version of Pushmi");
    }

    @Test
    void a_folder_without_an_export_is_named() throws IOException {
        Files.delete(folder.resolve("manifest.json"));
        assertRefused("there is no export in " + folder + ": expected a file manifest.json");
    }

    @Test
    void an_export_overwrites_nothing() throws IOException {
        assertThat(catchThrowable(() -> new Export(FilledStore.open(to), folder).run((done, of) -> {})))
                .isInstanceOf(MoveRefused.class)
                .hasMessage("there is a finished export in " + folder + ", and nothing is overwritten");
        Files.delete(folder.resolve("manifest.json"));
        assertThat(catchThrowable(() -> new Export(FilledStore.open(to), folder).run((done, of) -> {})))
                .isInstanceOf(MoveRefused.class)
                .hasMessage(folder + " is not empty and no unfinished export, and nothing is overwritten");
        Path nowhere = folder.resolve("a/b");
        assertThat(catchThrowable(() -> new Export(FilledStore.open(to), nowhere).run((done, of) -> {})))
                .isInstanceOf(MoveRefused.class)
                .hasMessage("cannot export into " + nowhere + ": it does not exist");
    }

    @Test
    void a_store_that_gives_back_something_else_than_it_was_given_is_found_out() {
        EventLogStorage forgetful = new ForwardingLogs(to.logs()) {
            @Override
            public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                return super.append(
                        log,
                        commits.stream()
                                .map(commit -> commit.withEvents(commit.events().stream()
                                        .map(event -> event.withContent(Content.ERASED))
                                        .toList()))
                                .toList());
            }
        };

        assertThat(catchThrowable(
                        () -> new Import(FilledStore.open(forgetful, to.states()), folder).run((done, of) -> {})))
                .isInstanceOf(StorageDamaged.class)
                .hasMessageContaining("should have the running hash ")
                .hasMessageContaining(" like what was imported, but has ");
    }

    @Test
    void a_store_with_a_hole_is_not_exported() {
        FilledStore.append(to, FilledStore.MAIN, Commits.fromTheStart().some(3));
        EventLogStorage holey = new ForwardingLogs(to.logs()) {
            @Override
            public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                return super.read(log, from, limit)
                        .thenApply(page -> page.commits().size() < 3
                                ? page
                                : new CommitPage(
                                        List.of(
                                                page.commits().get(0),
                                                page.commits().get(2)),
                                        page.next()));
            }
        };

        assertThat(catchThrowable(() -> new Export(FilledStore.open(holey, to.states()), folder.resolve("other"))
                        .run((done, of) -> {})))
                .isInstanceOf(StorageDamaged.class)
                .hasMessage("log " + FilledStore.MAIN + " should have a commit at 1, the next is at 2");
    }

    private List<Commit> read(Manifest manifest) {
        MovedFile.OfLog log = manifest.logs().stream()
                .filter(one -> one.name().equals(LOG))
                .findFirst()
                .orElseThrow();
        List<Commit> commits = new ArrayList<>();
        try (ExportedLog file = new ExportedLog(folder, log)) {
            for (Commit commit = file.next(); commit != null; commit = file.next()) {
                commits.add(commit);
            }
        }
        return commits;
    }

    private Moved fill() {
        return new Import(FilledStore.open(to), folder).run((done, of) -> {});
    }

    private void assertRefused(String... reasons) {
        assertThat(catchThrowable(this::fill)).isInstanceOf(MoveRefused.class).hasMessageContainingAll(reasons);
        assertThat(FilledStore.logs(to)).isEmpty();
        assertThat(Answers.of(to.states().collections(FilledStore.TENANT))).isEmpty();
    }

    /** As somebody would who wants the change to go unnoticed. */
    private void rewrite(String name, UnaryOperator<List<String>> change) throws IOException {
        List<String> lines;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            lines = Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write((String.join("\n", change.apply(lines)) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
        adjustSizes();
    }

    private void adjustSizes() throws IOException {
        Path file = folder.resolve("manifest.json");
        Manifest manifest = Manifest.read(folder);
        List<MovedFile.OfLog> logs = new ArrayList<>();
        for (MovedFile.OfLog log : manifest.logs()) {
            logs.add(new MovedFile.OfLog(log.log(), log.commits(), log.events(), sizeOf(log), log.hash()));
        }
        List<MovedFile.OfCollection> collections = new ArrayList<>();
        for (MovedFile.OfCollection one : manifest.collections()) {
            collections.add(new MovedFile.OfCollection(
                    one.tenant(), one.collection(), one.documents(), sizeOf(one), one.hash()));
        }
        Files.delete(file);
        new Manifest(logs, collections).write(folder);
    }

    private long sizeOf(MovedFile of) throws IOException {
        return Files.size(folder.resolve(of.name()));
    }
}
