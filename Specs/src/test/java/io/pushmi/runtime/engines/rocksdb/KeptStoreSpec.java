package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that was written by the version of the day is kept as it was then, and every later version opens it. How the
 * next one is made says {@code stores/README.md}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeptStoreSpec {
    private static final String ARCHIVE = "/stores/format-1/store.zip";
    private static final String TO_WRITE = "pushmi.specs.storeToWrite";
    private static final long LARGEST_ARCHIVE = 200_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void name_a_folder() {
        folder = temporary.resolve("store");
    }

    @Nested
    class when_a_store_of_format_1_is_opened {
        @BeforeEach
        void unpack_it() throws IOException {
            Archives.unpack(archive(), folder);
        }

        @Test
        void it_is_what_a_crash_would_leave_tables_and_a_write_ahead_log() throws IOException {
            assertThat(Archives.namesIn(archive()))
                    .contains("format")
                    .anyMatch(name -> name.endsWith(".sst"))
                    .anyMatch(name -> name.endsWith(".log"));
        }

        @Test
        void every_rule_holds_in_it_before_anything_touched_it() {
            assertThat(Findings.in(folder).lines()).isEmpty();
        }

        @Test
        void everything_that_was_put_in_is_there() {
            assertHasEverything();
        }

        @Test
        void it_goes_on() {
            try (RocksDbEngine engine = open()) {
                StoreOfFormat1.logs().forEach((log, commits) -> {
                    long next = commits.get(commits.size() - 1).next().value();
                    assertThat(Given.append(engine, log, Given.commit(next, "later")))
                            .isEqualTo(new AppendResult.Appended(1));
                });
            }
        }
    }

    @Nested
    class when_one_is_written {
        @Test
        void it_has_everything_too_and_goes_where_it_is_wanted() throws IOException {
            StoreOfFormat1.write(folder);
            Path archive = temporary.resolve("store.zip");
            Archives.pack(folder, archive);
            String wanted = System.getProperty(TO_WRITE);
            if (wanted != null) {
                Path target = Path.of(wanted).toAbsolutePath();
                Files.createDirectories(target.getParent());
                Files.copy(archive, target);
            }

            assertThat(Files.size(archive)).isLessThan(LARGEST_ARCHIVE);
            folder = temporary.resolve("unpacked");
            try (InputStream written = Files.newInputStream(archive)) {
                Archives.unpack(written, folder);
            }
            assertHasEverything();
        }
    }

    private void assertHasEverything() {
        try (RocksDbEngine engine = open()) {
            StoreOfFormat1.logs().forEach((log, commits) -> {
                assertThat(Given.read(engine, log)).as("%s", log).isEqualTo(commits);
                Commit last = commits.get(commits.size() - 1);
                Head head = Given.answer(engine.logs().head(log));
                assertThat(head.next()).isEqualTo(last.next());
                assertThat(head.last()).isEqualTo(last.id());
                for (Commit commit : commits) {
                    Key.of(commit).forEach(key -> assertFinds(engine, key, commit, log));
                }
            });
            assertThat(Given.answer(engine.upkeep().orElseThrow().statistics()).logs())
                    .extracting(LogStatistics::log)
                    .containsExactlyElementsOf(StoreOfFormat1.logs().keySet());
            for (AggregateState state : StoreOfFormat1.aggregates()) {
                assertThat(Given.answer(engine.logs().aggregate(StoreOfFormat1.MAIN, state.aggregate())))
                        .contains(state);
            }
            for (StateDocument document : StoreOfFormat1.documents()) {
                assertThat(Given.answer(engine.states().get(document.name()))).contains(document);
            }
            assertThat(Given.answer(engine.states().get(StoreOfFormat1.REMOVED)))
                    .isEmpty();
        }
        assertThat(Findings.in(folder).lines()).isEmpty();
    }

    private static void assertFinds(RocksDbEngine engine, Key key, Commit commit, LogId log) {
        assertThat(Given.answer(engine.logs().readByKeys(log, Set.of(key), commit.first(), Given.PAGE))
                        .commits())
                .as("%s", key)
                .contains(commit);
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }

    private static InputStream archive() {
        InputStream archive = KeptStoreSpec.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new AssertionError(ARCHIVE + " is missing; stores/README.md says how it is written");
        }
        return archive;
    }
}
