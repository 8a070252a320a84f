package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FailedWriteSpec {
    private static final String REASON = "the disk said no";
    private static final BatchWrite FAILS_BEFORE = (database, options, batch) -> {
        throw new RocksDBException(REASON);
    };
    private static final BatchWrite FAILS_AFTER = (database, options, batch) -> {
        database.write(options, batch);
        throw new RocksDBException(REASON);
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private volatile BatchWrite disk = BatchWrite.PLAIN;
    private final Commit first = Given.commit(0, "a");
    private final Commit second = Given.commit(1, "b");
    private final Commit third = Given.commit(2, "c");

    @SuppressWarnings("NullAway.Init")
    private RocksDbEngine engine;

    @BeforeEach
    void open_a_store_with_one_commit() {
        engine = RocksDbEngine.open(
                RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY),
                (database, options, batch) -> disk.write(database, options, batch));
        Given.append(engine, Given.LOG, first);
    }

    @AfterEach
    void close_it() {
        engine.close();
    }

    @Nested
    class when_the_bytes_reached_the_disk {
        @BeforeEach
        void fail() {
            failOnce(FAILS_AFTER, second);
        }

        @Test
        void offering_the_commit_again_finds_its_position_taken() {
            assertThat(Given.append(engine, Given.LOG, second)).isEqualTo(new AppendResult.PositionTaken(0));
            assertThat(Given.append(engine, Given.LOG, third)).isEqualTo(new AppendResult.Appended(1));
            assertHolds(first, second, third);
        }

        @Test
        void a_read_finds_it() {
            assertHolds(first, second);
            assertThat(Given.answer(engine.logs().head(Given.LOG)).next()).isEqualTo(second.next());
        }
    }

    @Nested
    class when_the_bytes_did_not_reach_the_disk {
        @BeforeEach
        void fail() {
            failOnce(FAILS_BEFORE, second);
        }

        @Test
        void offering_the_commit_again_appends_it() {
            assertThat(Given.append(engine, Given.LOG, second)).isEqualTo(new AppendResult.Appended(1));
            assertHolds(first, second);
        }

        @Test
        void another_may_have_its_position() {
            Commit other = Given.commit(1, "other");

            assertThat(Given.append(engine, Given.LOG, other)).isEqualTo(new AppendResult.Appended(1));
            assertThat(Given.append(engine, Given.LOG, second)).isEqualTo(new AppendResult.PositionTaken(0));
            assertHolds(first, other);
        }

        @Test
        void a_log_that_would_have_begun_with_it_may_begin_with_another() {
            failOnce(FAILS_BEFORE, Given.log("new"), Given.commit(0, "lost"));

            assertThat(Given.append(engine, Given.log("newer"), first)).isEqualTo(new AppendResult.Appended(1));
            assertThat(Given.append(engine, Given.log("new"), first)).isEqualTo(new AppendResult.Appended(1));
            assertThat(Given.read(engine, Given.log("new"))).containsExactly(first);
            assertThat(Given.read(engine, Given.log("newer"))).containsExactly(first);
            assertHolds(first);
        }
    }

    @Nested
    class when_half_of_the_bytes_reached_the_disk {
        @ParameterizedTest
        @ValueSource(ints = {1, 5, 8, 40, 200})
        void the_half_is_taken_off_and_the_commit_appended_again(int half) {
            failOnce(
                    (database, options, batch) -> {
                        appendGarbage(half);
                        throw new RocksDBException(REASON);
                    },
                    second);

            assertThat(Given.append(engine, Given.LOG, second)).isEqualTo(new AppendResult.Appended(1));
            assertHolds(first, second);
        }

        private void appendGarbage(int size) {
            try {
                List<Path> logs = Folders.writeAheadLogs(folder);
                Path newest = logs.get(logs.size() - 1);
                byte[] whole = Files.readAllBytes(newest);
                byte[] torn = Arrays.copyOf(whole, whole.length + size);
                Arrays.fill(torn, whole.length, torn.length, (byte) 1);
                Files.write(newest, torn);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    @Nested
    class when_writes_go_on_failing {
        @Test
        void every_append_says_what_is_known_of_it() {
            disk = FAILS_BEFORE;
            for (int i = 0; i < 5; i++) {
                assertThat(Given.append(engine, Given.LOG, second))
                        .satisfiesAnyOf(
                                result -> assertThat(result).isInstanceOf(AppendResult.Unknown.class),
                                result -> assertThat(result).isInstanceOf(AppendResult.Refused.class));
            }
            disk = BatchWrite.PLAIN;

            await().until(() -> Given.append(engine, Given.LOG, second).appended() == 1);
            assertHolds(first, second);
        }

        @Test
        void an_append_at_a_taken_position_writes_nothing_and_so_knows() {
            disk = FAILS_BEFORE;

            assertThat(Given.append(engine, Given.LOG, first)).isEqualTo(new AppendResult.PositionTaken(0));
        }
    }

    @Nested
    class when_the_store_cannot_be_opened_again {
        @Test
        void it_is_unavailable_until_it_can_and_recovers_by_itself() throws IOException {
            Path current = folder.resolve("rocksdb/CURRENT");
            String content = Files.readString(current, StandardCharsets.UTF_8);
            Files.writeString(current, "nonsense");
            failOnce(FAILS_AFTER, second);

            assertThat(Given.failure(engine.logs().head(Given.LOG))).isInstanceOf(StorageUnavailable.class);
            assertThat(Given.append(engine, Given.LOG, second)).isInstanceOf(AppendResult.Refused.class);
            assertThat(Given.failure(engine.states().change(List.of(put(Revision.ABSENT)))))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(engine.health()).isInstanceOf(StorageHealth.Unavailable.class);

            Files.writeString(current, content);

            await().until(() -> engine.health().equals(StorageHealth.HEALTHY));
            assertHolds(first, second);
        }
    }

    @Nested
    class when_it_was_a_state_document {
        @Test
        void the_change_fails_and_the_document_tells_whether_it_was_made() {
            Revision before = changed(put(Revision.ABSENT));
            disk = FAILS_AFTER;
            assertThat(Given.failure(engine.states().change(List.of(put(before)))))
                    .isInstanceOf(StorageUnavailable.class)
                    .hasMessageContaining(REASON);
            disk = BatchWrite.PLAIN;

            Revision now =
                    Given.answer(engine.states().get(name())).orElseThrow().revision();

            assertThat(now.value()).isGreaterThan(before.value());
            assertThat(changed(put(now)).value()).isGreaterThan(now.value());
        }
    }

    @Test
    void commits_of_other_logs_in_the_same_batch_are_as_unknown() {
        disk = FAILS_BEFORE;
        List<AppendResult> results = List.of("x", "y", "z").stream()
                .map(name -> engine.logs().append(Given.log(name), List.of(first)))
                .toList()
                .stream()
                .map(Given::answer)
                .toList();

        assertThat(results).allSatisfy(result -> assertThat(result.appended()).isZero());
        assertThat(results.get(0)).isInstanceOf(AppendResult.Unknown.class);
    }

    private void failOnce(BatchWrite failing, Commit commit) {
        failOnce(failing, Given.LOG, commit);
    }

    private void failOnce(BatchWrite failing, LogId log, Commit commit) {
        disk = failing;
        AppendResult result = Given.append(engine, log, commit);
        disk = BatchWrite.PLAIN;
        assertThat(result)
                .isInstanceOfSatisfying(
                        AppendResult.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains(REASON));
        assertThat(result.appended()).isZero();
    }

    private void assertHolds(Commit... commits) {
        assertThat(Given.read(engine, Given.LOG)).containsExactly(commits);
        assertThat(Given.answer(engine.logs().head(Given.LOG)).next()).isEqualTo(new SequenceNumber(commits.length));
    }

    private Revision changed(StateChange change) {
        StateResult result =
                Given.answer(engine.states().change(List.of(change))).get(0);
        assertThat(result).isInstanceOf(StateResult.Changed.class);
        return ((StateResult.Changed) result).revision();
    }

    private static StateChange put(Revision expected) {
        return new StateChange.Put(name(), expected, Bytes.utf8("content"));
    }

    private static StateName name() {
        return new StateName(TenantId.DEVELOPMENT, "positions", "handler");
    }
}
