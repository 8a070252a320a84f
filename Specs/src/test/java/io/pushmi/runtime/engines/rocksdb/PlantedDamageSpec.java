package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of two logs into which one thing is planted that is wrong, and everything that is then found. The log has
 * commits 0 to 9 of one event and aggregate each, then s3 goes on in 10 and 11; commit 12 has a chosen id.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PlantedDamageSpec {
    private static final Set<KeyKind> ALL = EnumSet.allOf(KeyKind.class);
    private static final LogNumber NUMBER = new LogNumber(0);
    private static final LogNumber NONE = new LogNumber(7);
    private static final LogId OTHER = Given.log("other");
    private static final StateName DOCUMENT = new StateName(TenantId.DEVELOPMENT, "positions", "handler");
    private static final String LOG = "log " + Given.LOG;
    private static final byte[] NOTHING = {};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void fill_a_store() {
        try (RocksDbEngine engine = RocksDbEngine.open(settings())) {
            Given.fill(engine, Given.LOG, 0, 10, "{}");
            Given.append(engine, Given.LOG, Given.later(10, "s3", 1), Given.later(11, "s3", 2));
            Given.append(engine, Given.LOG, withId(Given.commit(12, "chosen"), "mine"));
            Given.append(engine, OTHER, Given.commit(0, "a"));
            Given.answer(
                    engine.states().change(List.of(new StateChange.Put(DOCUMENT, Revision.ABSENT, Bytes.utf8("x")))));
        }
        assertThat(Findings.in(folder).lines()).isEmpty();
    }

    @Nested
    class in_a_commit {
        @Test
        void a_flipped_bit() {
            operate(store -> {
                byte[] value = store.get(Column.COMMITS, Layout.commit(NUMBER, Given.at(4)));
                value[value.length / 2] ^= 1;
                store.put(Column.COMMITS, Layout.commit(NUMBER, Given.at(4)), value);
            });
            assertFound(LOG + " at 4: the commit is damaged: its checksum does not match");
        }

        @Test
        void a_commit_that_is_another_one() {
            operate(store -> store.put(
                    Column.COMMITS,
                    Layout.commit(NUMBER, Given.at(4)),
                    store.get(Column.COMMITS, Layout.commit(NUMBER, Given.at(5)))));
            assertFound(LOG + " at 4: the commit is damaged: it says of itself that it starts at 5");
        }

        @Test
        void an_aggregate_whose_versions_skip_one_within_the_commit() {
            Commit two = Given.twoOf(13, "skips", 0, 2);
            operate(store -> store.append(NUMBER, two));
            assertFound(LOG + " at 14: the event has version 2 of aggregate root/skips, where version 1 must follow");
        }

        @Test
        void an_aggregate_state_that_its_events_do_not_say() {
            Commit wrong = withState(Given.commit(13, "new"), "new", 2, 1, 13);
            operate(store -> store.append(NUMBER, wrong));
            assertFound(LOG
                    + " at 13: it says that aggregate root/new is at version 2 with its last event at 13, but its events"
                    + " end at version 1 and position 13");
        }

        @Test
        void an_aggregate_state_that_is_missing() {
            Commit lacking = withStates(Given.commit(13, "lacks"), List.of());
            operate(store -> store.append(NUMBER, lacking));
            assertFound(LOG + " at 13: it does not say what became of aggregate root/lacks");
        }

        @Test
        void an_aggregate_state_that_is_too_much() {
            List<AggregateState> states =
                    new ArrayList<>(Given.commit(13, "new").aggregates());
            states.add(new AggregateState(Given.aggregate("idle"), new AggregateVersion(1), 1, Given.at(13)));
            operate(store -> store.append(NUMBER, withStates(Given.commit(13, "new"), states)));
            assertThat(found())
                    .contains(LOG + " at 13: it says what became of aggregate root/idle, which has no event in it");
        }

        @Test
        void bytes_that_are_no_commit_although_their_checksum_is_right() {
            operate(store -> store.put(
                    Column.COMMITS,
                    Layout.commit(NUMBER, Given.at(4)),
                    new ByteWriter(8).fixedInt(4).checksum().toArray()));
            assertThat(found()).singleElement().asString().startsWith(LOG + " at 4: the commit is damaged: ");
        }

        @Test
        void something_whose_key_is_none() {
            operate(store -> store.put(Column.COMMITS, new byte[] {0, 0, 0, 0, 9}, NOTHING));
            assertFound(LOG + " at 13: among the commits there is something with a key that is none");
        }
    }

    @Nested
    class in_the_order_of_commits {
        @Test
        void a_commit_that_is_gone() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(4))));
            assertThat(found())
                    .contains(LOG + " at 4: there is no commit, where one must be; the next one starts at 5")
                    .contains(LOG + " at 4: the index by AGGREGATE leads here, where no commit starts")
                    .allMatch(line -> line.startsWith(LOG + " at 4: "));
        }

        @Test
        void a_first_commit_that_is_gone() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(0))));
            assertThat(found())
                    .contains(LOG + " at 0: there is no commit, where one must be; the next one starts at 1");
        }

        @Test
        void a_last_commit_that_is_gone() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(12))));
            assertThat(found()).contains(LOG + " at 13: it should end here, but its last commit ends at 12");
        }

        @Test
        void all_commits_gone() {
            operate(store -> {
                for (int i = 0; i < 13; i++) {
                    store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(i)));
                }
            });
            assertThat(found()).contains(LOG + " at 13: it should end here, but its last commit ends at 0");
        }

        @Test
        void a_commit_in_the_middle_of_another() {
            operate(store -> {
                store.put(
                        Column.COMMITS,
                        Layout.commit(NUMBER, Given.at(4)),
                        CommitCodec.encode(Given.twoOf(4, "s4", 0, 1)));
            });
            assertThat(found()).contains(LOG + " at 5: a commit starts in the middle of another, which ends at 6");
        }

        @Test
        void a_commit_that_occurred_before_the_one_before_it() {
            Commit early = Given.commit(13, "early");
            operate(store -> store.append(
                    NUMBER,
                    new Commit(
                            early.first(),
                            early.id(),
                            early.occurred().minusSeconds(60),
                            early.context(),
                            early.kind(),
                            early.events(),
                            early.aggregates(),
                            null)));
            assertFound(
                    LOG + " at 13: it occurred 2026-05-04T03:01:14.000000001Z, earlier than a commit before it, which"
                            + " occurred 2026-05-04T03:02:13.000000001Z");
        }

        @Test
        void a_commit_id_that_was_chosen_twice() {
            operate(store -> store.append(NUMBER, withId(Given.commit(13, "again"), "mine")));
            assertFound(LOG + " at 13: it has the commit id mine, which the commit at 12 has");
        }
    }

    @Nested
    class in_the_versions_of_an_aggregate {
        @Test
        void a_commit_that_goes_on_from_a_version_that_was_left_already() {
            operate(store -> store.append(NUMBER, Given.later(13, "s3", 2)));
            assertFound(
                    LOG + " at 13: aggregate root/s3 goes on from version 2 as commit 3, but was left at version 3 by"
                            + " commit 3");
        }

        @Test
        void a_commit_that_goes_on_from_a_version_that_never_was() {
            operate(store -> store.append(NUMBER, Given.later(13, "s3", 4)));
            assertFound(
                    LOG + " at 13: aggregate root/s3 goes on from version 4 as commit 5, but was left at version 3 by"
                            + " commit 3");
        }

        @Test
        void two_commits_the_wrong_way_round() {
            operate(store -> {
                store.append(NUMBER, Given.later(13, "s5", 2));
                store.append(NUMBER, Given.later(14, "s5", 1));
            });
            assertThat(found())
                    .contains(LOG
                            + " at 13: aggregate root/s5 goes on from version 2 as commit 3, but was left at version"
                            + " 1 by commit 1")
                    .contains(LOG
                            + " at 14: aggregate root/s5 goes on from version 1 as commit 2, but was left at version"
                            + " 3 by commit 3")
                    .hasSize(2);
        }

        @Test
        void a_commit_of_a_new_aggregate_that_does_not_begin_at_0() {
            operate(store -> store.append(NUMBER, withState(Given.later(13, "new", 1), "new", 2, 1, 13)));
            assertThat(found())
                    .contains(LOG
                            + " at 13: it is said to be commit 1 of aggregate root/new, but goes on from version 1");
        }
    }

    @Nested
    class in_the_record_of_an_aggregate {
        @Test
        void one_that_is_damaged() {
            operate(store ->
                    store.put(Column.AGGREGATES, Layout.aggregate(NUMBER, Given.aggregate("s4")), new byte[9]));
            assertThat(found())
                    .containsExactly(LOG + ": the record of an aggregate is damaged: its checksum does not match");
        }

        @Test
        void one_that_is_missing() {
            operate(store -> store.delete(Column.AGGREGATES, Layout.aggregate(NUMBER, Given.aggregate("s4"))));
            assertFound(LOG + " at 4: aggregate root/s4 has events but no record");
        }

        @Test
        void one_that_was_right_once() {
            record("s3", 2, 2, 10);
            assertFound(LOG + " at 10: aggregate root/s3 is recorded to be at version 2, but has later events");
        }

        @Test
        void one_that_never_was_right() {
            record("s3", 9, 3, 11);
            assertFound(
                    LOG + " at 11: aggregate root/s3 is recorded to be at version 9 after 3 commits, which no commit"
                            + " here says");
        }

        @Test
        void one_whose_last_position_alone_is_wrong() {
            record("s3", 3, 3, 9);
            assertFound(LOG + " at 9: aggregate root/s3 is recorded to be at version 3 after 3 commits, which no commit"
                    + " here says");
        }

        @Test
        void one_of_an_aggregate_that_has_no_events() {
            record("nobody", 1, 1, 4);
            assertFound(LOG + " at 4: aggregate root/nobody is recorded to be at version 1 after 1 commits, which no"
                    + " commit here says");
        }

        @Test
        void one_in_the_place_of_another() {
            operate(store -> store.put(
                    Column.AGGREGATES,
                    Layout.aggregate(NUMBER, Given.aggregate("s3")),
                    store.get(Column.AGGREGATES, Layout.aggregate(NUMBER, Given.aggregate("s4")))));
            assertThat(found())
                    .containsExactly(LOG + " at 4: the record of aggregate root/s4 is where it is never looked for");
        }
    }

    @Nested
    class in_the_index {
        @Test
        void a_key_that_is_missing_whatever_its_kind() {
            for (Key key : List.of(
                    new Key.OfAggregate(Given.aggregate("chosen")),
                    new Key.OfEventSource(Given.aggregate("chosen").source()),
                    new Key.OfCommitId(new CommitId.Chosen("mine")),
                    new Key.OfCorrelation(Given.context().correlation()))) {
                byte[] entry = Layout.indexEntry(NUMBER, IndexTerm.of(key), Given.at(12));
                operate(store -> store.delete(Column.KEYS, entry));
                assertFound(LOG + " at 12: the commit is not found by its key " + key);
                operate(store -> store.put(Column.KEYS, entry, NOTHING));
            }
        }

        @Test
        void an_entry_that_leads_to_no_commit() {
            Key key = new Key.OfEventSource(Given.aggregate("s3").source());
            operate(store ->
                    store.put(Column.KEYS, Layout.indexEntry(NUMBER, IndexTerm.of(key), Given.at(99)), NOTHING));
            assertFound(LOG + " at 99: the index by EVENT_SOURCE leads here, where no commit starts");
        }

        @Test
        void an_entry_that_leads_to_a_commit_without_the_key() {
            Key key = new Key.OfEventSource(Given.aggregate("s3").source());
            operate(store ->
                    store.put(Column.KEYS, Layout.indexEntry(NUMBER, IndexTerm.of(key), Given.at(4)), NOTHING));
            assertFound(LOG + " at 4: the index by EVENT_SOURCE leads here for a key that the commit does not have");
        }

        @Test
        void an_entry_that_is_none() {
            operate(store -> store.put(Column.KEYS, new byte[] {0, 0, 0, 0, 1, 2}, NOTHING));
            assertFound(LOG + ": the index has an entry that is none");
        }
    }

    @Nested
    class in_the_directory {
        @Test
        void a_head_that_is_wrong() {
            operate(store -> {
                Head head = HeadCodec.decode(store.get(Column.DIRECTORY, Layout.head(NUMBER)));
                store.put(
                        Column.DIRECTORY,
                        Layout.head(NUMBER),
                        HeadCodec.encode(new Head(Given.at(11), head.last(), head.occurred())));
            });
            assertFound(LOG + " at 11: it should end here, but its last commit ends at 13");
        }

        @Test
        void a_head_with_another_commit_or_moment() {
            operate(store -> {
                Head head = HeadCodec.decode(store.get(Column.DIRECTORY, Layout.head(NUMBER)));
                Head wrong = new Head(head.next(), new CommitId.Chosen("other"), head.occurred());
                store.put(Column.DIRECTORY, Layout.head(NUMBER), HeadCodec.encode(wrong));
            });
            assertFound(LOG + " at 12: its head says that the last commit has the id other, but that has mine");
            operate(store -> {
                Head head = HeadCodec.decode(store.get(Column.DIRECTORY, Layout.head(NUMBER)));
                Head wrong = new Head(
                        head.next(),
                        new CommitId.Chosen("mine"),
                        Objects.requireNonNull(head.occurred()).plusNanos(1));
                store.put(Column.DIRECTORY, Layout.head(NUMBER), HeadCodec.encode(wrong));
            });
            assertThat(found()).singleElement().asString().contains("its latest commit occurred");
        }

        @Test
        void a_head_that_is_damaged_or_gone() {
            operate(store -> store.put(Column.DIRECTORY, Layout.head(NUMBER), new byte[9]));
            assertFound(LOG + ": the head is damaged: its checksum does not match");
            operate(store -> store.delete(Column.DIRECTORY, Layout.head(NUMBER)));
            assertFound(LOG + ": it has no head");
        }

        @Test
        void a_log_that_is_not_found_by_its_name() {
            operate(store -> store.delete(Column.DIRECTORY, Layout.directoryEntry(Given.LOG)));
            assertFound(LOG + ": number 0 is said to be its, but it is not found by its name");
        }

        @Test
        void a_log_that_has_lost_its_name() {
            operate(store -> store.delete(Column.DIRECTORY, Layout.name(NUMBER)));
            assertFound(LOG + ": its number 0 has no name");
        }

        @Test
        void two_logs_with_one_number() {
            operate(store -> store.put(
                    Column.DIRECTORY,
                    Layout.directoryEntry(Given.log("third")),
                    store.get(Column.DIRECTORY, Layout.directoryEntry(OTHER))));
            assertThat(found()).anyMatch(line -> line.contains("number 1"));
        }

        @Test
        void a_name_that_is_damaged() {
            operate(store -> store.put(Column.DIRECTORY, Layout.name(NUMBER), new byte[9]));
            assertThat(found())
                    .contains(LOG + ": its number 0 has no name")
                    .anyMatch(line -> line.startsWith("the directory's entry 4e00000000 is damaged: "));
        }

        @Test
        void counters_that_are_damaged_gone_or_wrong() {
            operate(store -> store.put(Column.DIRECTORY, Layout.COUNTERS, new byte[9]));
            assertThat(found()).anyMatch(line -> line.contains("damaged"));
            operate(store -> store.delete(Column.DIRECTORY, Layout.COUNTERS));
            assertFound("the counters of the store are missing or damaged");
            operate(store -> store.put(
                    Column.DIRECTORY, Layout.COUNTERS, new Counters(new LogNumber(1), new Revision(1)).encode()));
            assertFound("log " + OTHER + ": it has number 1, but the next new log would get number 1");
            operate(store -> store.put(
                    Column.DIRECTORY, Layout.COUNTERS, new Counters(new LogNumber(3), new Revision(1)).encode()));
            assertFound("log number 2 was given to a log that is gone");
        }

        @Test
        void entries_that_belong_to_no_log_and_entries_that_are_none() {
            operate(store -> {
                store.put(Column.COMMITS, Layout.commit(NONE, Given.at(0)), NOTHING);
                store.put(Column.AGGREGATES, Layout.aggregate(NONE, Given.aggregate("a")), NOTHING);
                store.put(
                        Column.KEYS,
                        Layout.indexEntry(NONE, IndexTerm.of(new Key.OfAggregate(Given.aggregate("a"))), Given.at(0)),
                        NOTHING);
                store.put(Column.DIRECTORY, new byte[] {'?'}, NOTHING);
            });
            assertThat(found())
                    .containsExactlyInAnyOrder(
                            "the directory has an entry that is none: 3f",
                            "there are COMMITS of log number 7, which is no log",
                            "there are AGGREGATES of log number 7, which is no log",
                            "there are KEYS of log number 7, which is no log");
        }
    }

    @Nested
    class in_a_state_document {
        @Test
        void one_that_is_damaged_has_no_name_or_a_revision_that_was_never_given() {
            operate(store -> store.put(Column.STATES, Layout.state(DOCUMENT), new byte[9]));
            assertThat(found()).singleElement().asString().contains("document " + DOCUMENT + " is damaged");
            operate(store ->
                    store.put(Column.STATES, Layout.state(DOCUMENT), StateCodec.encode(new Revision(2), Bytes.EMPTY)));
            assertFound("the state document " + DOCUMENT + " has revision 2, which was never given: the newest is 1");
            operate(store -> {
                store.delete(Column.STATES, Layout.state(DOCUMENT));
                store.put(Column.STATES, new byte[] {1, 2, 3}, NOTHING);
            });
            assertThat(found()).singleElement().asString().contains("a name that is none");
        }
    }

    @Nested
    class in_a_file {
        @Test
        void a_table_with_a_flipped_bit() throws IOException {
            RocksDbEngine.open(settings()).close();
            // By now everything is in tables.
            for (Path table : Folders.endingIn(folder, ".sst")) {
                byte[] whole = Files.readAllBytes(table);
                byte[] flipped = whole.clone();
                flipped[20] ^= 1;
                Files.write(table, flipped);

                assertThat(found())
                        .as("%s", table)
                        .anyMatch(line -> line.contains(String.valueOf(table.getFileName())));

                Files.write(table, whole);
                assertThat(found()).as("%s", table).isEmpty();
            }
        }

        @Test
        void a_table_or_all_that_is_gone() throws IOException {
            RocksDbEngine.open(settings()).close();
            Path table = Folders.endingIn(folder, ".sst").stream()
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            Files.delete(table);
            assertThat(found())
                    .singleElement()
                    .asString()
                    .contains("the database cannot be opened", String.valueOf(table.getFileName()));

            DurableFiles.remove(folder.resolve("rocksdb"));
            assertThat(found()).singleElement().asString().contains("the database cannot be opened");
        }

        @Test
        void a_manifest_that_is_damaged_or_not_named_any_more() throws IOException {
            Path current = folder.resolve("rocksdb/CURRENT");
            Path manifest =
                    folder.resolve("rocksdb").resolve(Files.readString(current).strip());
            byte[] whole = Files.readAllBytes(manifest);
            byte[] flipped = whole.clone();
            flipped[flipped.length / 2] ^= 1;
            Files.write(manifest, flipped);
            assertThat(found()).singleElement().asString().contains("the database cannot be opened");

            Files.write(manifest, whole);
            Files.delete(current);
            assertThat(found()).singleElement().asString().contains("the database cannot be opened");
        }

        @Test
        void a_write_ahead_log_that_is_damaged_before_later_writes(@TempDir Path other) throws IOException {
            Path crashed = other.resolve("crashed");
            try (RocksDbEngine engine = RocksDbEngine.open(settings())) {
                Given.fill(engine, Given.LOG, 13, 40, "{}");
                Folders.crashed(folder, crashed);
            }
            List<Path> logs = Folders.writeAheadLogs(crashed);
            byte[] log = Files.readAllBytes(logs.get(logs.size() - 1));
            log[100] ^= 1;
            Files.write(logs.get(logs.size() - 1), log);

            assertThat(Findings.in(crashed).lines())
                    .singleElement()
                    .asString()
                    .contains("write-ahead log", "before writes that were made later");
        }
    }

    private void record(String source, long next, long commits, long last) {
        AggregateState state =
                new AggregateState(Given.aggregate(source), new AggregateVersion(next), commits, Given.at(last));
        operate(store -> store.put(
                Column.AGGREGATES, Layout.aggregate(NUMBER, state.aggregate()), AggregateCodec.encode(state)));
    }

    private void operate(StoreSurgery.Operation operation) {
        StoreSurgery.on(folder, ALL, operation);
    }

    private List<String> found() {
        return Findings.in(folder).lines();
    }

    private void assertFound(String... lines) {
        assertThat(found()).containsExactlyElementsOf(Arrays.asList(lines));
    }

    private RocksDbSettings settings() {
        return RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY);
    }

    private static Commit withId(Commit commit, String id) {
        return new Commit(
                commit.first(),
                new CommitId.Chosen(id),
                commit.occurred(),
                commit.context(),
                commit.kind(),
                commit.events(),
                commit.aggregates(),
                commit.checkpoint());
    }

    private static Commit withState(Commit commit, String source, long next, long commits, long last) {
        return withStates(
                commit,
                List.of(new AggregateState(
                        Given.aggregate(source), new AggregateVersion(next), commits, Given.at(last))));
    }

    private static Commit withStates(Commit commit, List<AggregateState> states) {
        return new Commit(
                commit.first(),
                commit.id(),
                commit.occurred(),
                commit.context(),
                commit.kind(),
                commit.events(),
                states,
                commit.checkpoint());
    }
}
