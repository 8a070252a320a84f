package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What erasing leaves in the files of a store. The contents are random, so that no compression hides them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PurgingSpec {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int COMMITS = 60;

    private final Random random = new Random(4711);
    private final List<String> secrets = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private RocksDbEngine engine;

    @BeforeEach
    void open_a_store() {
        engine = open();
    }

    @AfterEach
    void close_it() {
        engine.close();
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(temporary.resolve("store")).withMemoryBudget(Given.MEMORY));
    }

    private Upkeep upkeep() {
        return engine.upkeep().orElseThrow();
    }

    private String secret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    private void commitSecrets(int from, int to) {
        for (int i = from; i < to; i++) {
            String secret = secret();
            secrets.add(secret);
            Given.fill(engine, Given.LOG, i, i + 1, "{\"name\":\"" + secret + "\"}");
        }
    }

    private void erase(int position) {
        Given.answer(engine.logs()
                .erase(Given.LOG, Map.of(Given.at(position), Content.ERASED))
                .thenApply(done -> true));
    }

    private void purge(long from, long to) {
        Given.answer(upkeep().purge(Given.LOG, new SequenceNumber(from), new SequenceNumber(to))
                .thenApply(done -> true));
    }

    /** The files in a folder that have the middle of the secret anywhere in them. */
    private List<String> filesWith(Path folder, int secret) throws IOException {
        String sought = secrets.get(secret).substring(900, 932);
        List<String> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(sought)) {
                    found.add(path.toString());
                }
            }
        }
        return found;
    }

    private List<String> inStore(int secret) throws IOException {
        return filesWith(temporary.resolve("store"), secret);
    }

    private Path backUp(String name) {
        return Given.answer(upkeep().backup(temporary.resolve(name), () -> true))
                .folder();
    }

    @Nested
    class when_something_was_erased {
        @Test
        void it_is_still_in_the_files_until_they_are_purged() throws IOException {
            commitSecrets(0, COMMITS);
            backUp("flushes");
            erase(7);
            assertThat(inStore(7)).isNotEmpty();
            assertThat(filesWith(backUp("before"), 7)).isNotEmpty();

            purge(7, 8);

            assertThat(inStore(7)).isEmpty();
            assertThat(filesWith(backUp("after"), 7)).isEmpty();
            assertThat(inStore(6)).isNotEmpty();
            assertThat(filesWith(temporary.resolve("after"), 8)).isNotEmpty();
        }

        @Test
        void what_never_left_memory_is_purged_from_the_write_ahead_log() throws IOException {
            commitSecrets(0, COMMITS);
            erase(7);
            assertThat(inStore(7)).isNotEmpty();

            purge(7, 8);

            assertThat(inStore(7)).isEmpty();
        }

        @Test
        void what_is_in_tables_of_several_levels_is_purged_from_all() throws IOException {
            commitSecrets(0, COMMITS);
            purge(0, COMMITS);
            erase(3);
            backUp("flushes");
            erase(4);
            Given.answer(engine.logs()
                    .erase(
                            Given.LOG,
                            Map.of(Given.at(5), new Content.Redacted(Bytes.utf8("{\"kept\":1}"), ContentType.JSON)))
                    .thenApply(done -> true));

            purge(3, 6);

            for (int i = 3; i < 6; i++) {
                assertThat(inStore(i)).isEmpty();
            }
            assertThat(inStore(2)).isNotEmpty();
        }

        @Test
        void what_a_crash_cut_off_goes_too() throws IOException {
            commitSecrets(0, 3);
            Path torn = temporary.resolve("store/rocksdb/000099.log.17.torn");
            Files.writeString(torn, "half a write");

            purge(0, 1);

            assertThat(torn).doesNotExist();
        }

        @Test
        void everything_else_is_as_it_was_and_nothing_is_wrong() {
            commitSecrets(0, COMMITS);
            erase(7);
            List<Commit> before = Given.read(engine, Given.LOG);

            purge(0, COMMITS);

            assertThat(Given.read(engine, Given.LOG)).isEqualTo(before);
            engine.close();
            assertThat(Findings.in(temporary.resolve("store")).lines()).isEmpty();
            engine = open();
            assertThat(Given.read(engine, Given.LOG)).isEqualTo(before);
        }
    }

    @Nested
    class when_commits_go_on_meanwhile {
        @Test
        void they_are_taken_and_nothing_of_what_was_erased_is_left() throws IOException {
            commitSecrets(0, COMMITS);
            for (int i = 0; i < COMMITS; i += 2) {
                erase(i);
            }
            CompletionStage<Boolean> purged = upkeep().purge(
                            Given.LOG, SequenceNumber.FIRST, new SequenceNumber(COMMITS))
                    .thenApply(done -> true);
            CompletableFuture<Boolean> over = purged.toCompletableFuture();
            int next = COMMITS;
            do {
                commitSecrets(next, next + 1);
                next++;
            } while (!over.isDone() && next < 20_000);

            assertThat(Given.answer(purged)).isTrue();
            for (int i = 0; i < COMMITS; i += 2) {
                assertThat(inStore(i)).isEmpty();
            }
            assertThat(Given.read(engine, Given.LOG)).hasSize(next);
        }
    }

    @Nested
    class when_there_is_nothing_to_purge {
        @Test
        void a_log_that_does_not_exist_is_no_trouble() {
            Given.answer(upkeep().purge(Given.log("nowhere"), SequenceNumber.FIRST, new SequenceNumber(5))
                    .thenApply(done -> true));
            assertThat(Given.read(engine, Given.log("nowhere"))).isEmpty();
        }

        @Test
        void a_store_that_is_closed_meanwhile_breaks_it_off_and_says_so() {
            commitSecrets(0, COMMITS);
            Upkeep upkeep = upkeep();
            List<CompletionStage<String>> purges = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                purges.add(upkeep.purge(Given.LOG, SequenceNumber.FIRST, new SequenceNumber(COMMITS))
                        .handle((done, failure) -> failure == null ? "done" : failure.toString()));
            }

            engine.close();

            for (CompletionStage<String> purge : purges) {
                assertThat(Given.answer(purge)).matches("done|.*StorageUnavailable: the store is (being )?closed");
            }
            engine = open();
            assertThat(Given.read(engine, Given.LOG)).hasSize(COMMITS);
        }

        @Test
        void a_closed_store_says_so() {
            Upkeep upkeep = upkeep();
            engine.close();
            assertThat(Given.failure(upkeep.purge(Given.LOG, SequenceNumber.FIRST, Given.at(1))))
                    .isInstanceOf(StorageUnavailable.class);
        }
    }
}
