package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.Verification;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is in order, and what is said of it. What is said of damage is in {@link PlantedDamageSpec}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VerifyingSpec {
    private static final LogId OTHER = Given.log("other");
    private static final StateName DOCUMENT = new StateName(TenantId.DEVELOPMENT, "positions", "handler");

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
    class when_everything_is_right {
        @Test
        void it_counts_what_it_checked_and_finds_nothing() {
            fill();

            Findings findings = new Findings();
            Verification verification = new ClosedStore(folder, Given.MEMORY).verify(findings);

            assertThat(findings.lines()).isEmpty();
            assertThat(verification).isEqualTo(new Verification(2, 305, 307, 303, 610, 1, 0));
            assertThat(verification.isClean()).isTrue();
        }

        @Test
        void it_says_how_far_it_is() {
            fill();

            Findings findings = Findings.in(folder);

            assertThat(findings.done()).hasSizeGreaterThan(2).isSorted();
            assertThat(findings.wasBeyondExpected()).isFalse();
        }

        @Test
        void it_changes_nothing_but_that_the_folder_was_locked() throws IOException {
            fill();
            Map<String, Bytes> before = Folders.contentOf(folder.resolve("rocksdb"));

            assertThat(Findings.in(folder).lines()).isEmpty();

            assertThat(Folders.contentOf(folder.resolve("rocksdb"))).isEqualTo(before);
            open().close();
        }

        @Test
        void an_empty_store_is_right_too() {
            open().close();

            assertThat(Findings.in(folder).lines()).isEmpty();
        }

        @Test
        void what_is_erased_is_not_missed() {
            try (RocksDbEngine engine = open()) {
                Given.fill(engine, Given.LOG, 0, 10, "{}");
                Given.answer(engine.logs().erase(Given.LOG, Map.of(Given.at(4), Content.ERASED)));
            }
            assertThat(Findings.in(folder).lines()).isEmpty();
        }

        @Test
        void an_index_that_is_not_kept_or_not_built_yet_is_not_expected_to_be_whole() {
            Set<KeyKind> few = EnumSet.of(KeyKind.CORRELATION);
            try (RocksDbEngine engine = RocksDbEngine.open(
                    RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY).withIndexes(few))) {
                Given.fill(engine, Given.LOG, 0, 10, "{}");
                Given.append(engine, Given.LOG, Given.later(10, "s0", 1));
            }
            assertThat(Findings.in(folder).lines()).isEmpty();

            StoreSurgery.on(folder, EnumSet.allOf(KeyKind.class), store -> {});

            assertThat(Findings.in(folder).lines()).isEmpty();
        }

        @Test
        void what_came_from_elsewhere_may_have_occurred_at_any_time() {
            try (RocksDbEngine engine = open()) {
                Given.fill(engine, Given.LOG, 0, 3, "{}");
                Commit early = Given.commit(3, "late");
                Given.append(
                        engine,
                        Given.LOG,
                        new Commit(
                                early.first(),
                                early.id(),
                                early.occurred().minusSeconds(1_000),
                                early.context(),
                                early.kind(),
                                early.events(),
                                early.aggregates(),
                                new Checkpoint(new CheckpointName("elsewhere"), Given.at(9))));
                Given.fill(engine, Given.LOG, 4, 6, "{}");
            }
            assertThat(Findings.in(folder).lines()).isEmpty();
        }
    }

    @Nested
    class when_a_crash_left_the_last_write_unfinished {
        @Test
        void that_is_no_damage_and_is_left_to_the_next_start() throws IOException {
            Path crashed = temporary.resolve("crashed");
            try (RocksDbEngine engine = open()) {
                Given.fill(engine, Given.LOG, 0, 20, "{}");
                Folders.crashed(folder, crashed);
            }
            List<Path> logs = Folders.writeAheadLogs(crashed);
            Path last = logs.get(logs.size() - 1);
            long torn = new WalFile(last, Files.size(last)).read(-1).end() - 7;
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.setLength(torn);
            }
            Map<String, Bytes> before = Folders.contentOf(crashed.resolve("rocksdb"));

            Findings findings = new Findings();
            Verification verification = new ClosedStore(crashed, Given.MEMORY).verify(findings);

            assertThat(findings.lines()).isEmpty();
            assertThat(verification.commits()).isEqualTo(19);
            assertThat(Folders.contentOf(crashed.resolve("rocksdb"))).isEqualTo(before);
        }

        @Test
        void neither_is_garbage_at_the_end() throws IOException {
            Path crashed = temporary.resolve("crashed");
            try (RocksDbEngine engine = open()) {
                Given.fill(engine, Given.LOG, 0, 20, "{}");
                Folders.crashed(folder, crashed);
            }
            List<Path> logs = Folders.writeAheadLogs(crashed);
            Path last = logs.get(logs.size() - 1);
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.seek(new WalFile(last, file.length()).read(-1).end());
                file.write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
            }

            Findings findings = new Findings();
            Verification verification = new ClosedStore(crashed, Given.MEMORY).verify(findings);

            assertThat(findings.lines()).isEmpty();
            assertThat(verification.commits()).isEqualTo(20);
        }
    }

    @Nested
    class when_this_user_may_not_read_a_part_of_it {
        @Test
        void that_is_no_damage_and_it_says_what_it_may_not_use() throws IOException {
            fill();
            Path hidden = Folders.endingIn(folder, "CURRENT").get(0);
            ClosedStore store = new ClosedStore(folder, Given.MEMORY, file -> !file.endsWith("CURRENT"));
            Findings findings = new Findings();

            for (ThrowingCallable work : List.<ThrowingCallable>of(
                    () -> store.verify(findings),
                    store::statistics,
                    () -> store.copyTo(temporary.resolve("copy"), (done, expected) -> {}))) {
                assertThatThrownBy(work)
                        .isInstanceOfSatisfying(
                                StoreCannotBeOpened.class,
                                refused -> assertThat(refused.isForbidden()).isTrue())
                        .hasMessageContaining("this user may not use " + hidden.toRealPath());
            }
            assertThat(findings.lines()).isEmpty();
            assertThat(temporary.resolve("copy")).doesNotExist();
        }

        @Test
        void any_other_refusal_is_not_that() {
            assertThatThrownBy(() -> Findings.in(folder))
                    .isInstanceOfSatisfying(
                            StoreCannotBeOpened.class,
                            refused -> assertThat(refused.isForbidden()).isFalse());
        }
    }

    @Nested
    class when_it_cannot_be_verified {
        @Test
        void one_that_is_in_use_is_left_to_who_has_it() {
            try (RocksDbEngine engine = open()) {
                assertThatThrownBy(() -> Findings.in(folder))
                        .isInstanceOf(StoreCannotBeOpened.class)
                        .hasMessageContaining("open in this process already");
                assertThat(Given.read(engine, Given.LOG)).isEmpty();
            }
        }

        @Test
        void what_is_no_store_does_not_become_one() throws IOException {
            Path empty = Files.createDirectory(temporary.resolve("empty"));

            for (Path none : List.of(empty, temporary.resolve("missing"))) {
                assertThatThrownBy(() -> Findings.in(none))
                        .isInstanceOf(StoreCannotBeOpened.class)
                        .hasMessageContaining("there is no store in it");
            }
            assertThat(empty).isEmptyDirectory();
            assertThat(temporary.resolve("missing")).doesNotExist();
        }
    }

    private void fill() {
        try (RocksDbEngine engine = open()) {
            Given.fill(engine, Given.LOG, 0, 300, "{}");
            Given.append(engine, Given.LOG, Given.later(300, "s7", 1));
            Given.append(engine, Given.LOG, Given.later(301, "s7", 2));
            Given.append(engine, OTHER, Given.commitOfSources(0, 3), Given.later(3, "s1", 1), Given.later(4, "s1", 2));
            Given.answer(
                    engine.states().change(List.of(new StateChange.Put(DOCUMENT, Revision.ABSENT, Bytes.utf8("x")))));
        }
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }
}
