package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DamageSpec {
    private static final LogNumber NUMBER = new LogNumber(0);
    private static final Set<KeyKind> ALL = EnumSet.allOf(KeyKind.class);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void keep_ten_commits() {
        folder = temporary.resolve("store");
        try (RocksDbEngine engine = open()) {
            Given.fill(engine, Given.LOG, 0, 10, "{}");
            Given.append(engine, Given.log("other"), Given.commit(0, "a"));
        }
    }

    @Nested
    class when_a_commit_is_damaged {
        @Test
        void whoever_reads_it_is_told_where_and_others_are_served() {
            operate(store -> {
                byte[] key = Layout.commit(NUMBER, Given.at(4));
                byte[] value = store.get(Column.COMMITS, key);
                value[value.length / 2] ^= 1;
                store.put(Column.COMMITS, key, value);
            });
            try (RocksDbEngine engine = open()) {
                assertDamaged(Given.failure(engine.logs().read(Given.LOG, Given.at(0), Given.PAGE)), "at 4");
                assertDamaged(Given.failure(engine.logs().lastByKey(Given.LOG, keyOf("s4"))), "at 4");
                assertThat(Given.answer(engine.logs().read(Given.LOG, Given.at(5), Given.PAGE))
                                .commits())
                        .hasSize(5);
                assertThat(Given.read(engine, Given.log("other"))).hasSize(1);
                assertThat(Given.append(engine, Given.LOG, Given.commit(10, "b")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }

        @Test
        void a_table_file_that_is_damaged_is_told_too() throws IOException {
            try (RocksDbEngine engine = open()) {
                Given.append(
                        engine,
                        Given.LOG,
                        Given.commit(10, "incompressible", HexFormat.of().formatHex(noise())));
            }
            // Opening again moves what is in the write-ahead log into table files.
            open().close();
            Path table = largest(Folders.endingIn(folder, ".sst"));
            byte[] bytes = Files.readAllBytes(table);
            // Near its beginning lies what is stored; its end is looked at when the store is opened.
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(table, bytes);

            try (RocksDbEngine engine = open()) {
                assertDamaged(
                        Given.failure(engine.logs().read(Given.LOG, Given.at(10), Given.PAGE)),
                        "log " + Given.LOG,
                        String.valueOf(table.getFileName()));
                assertThat(Given.append(engine, Given.LOG, Given.commit(11, "b")))
                        .isInstanceOf(AppendResult.Refused.class);
                assertThat(Given.append(engine, Given.log("new"), Given.commit(0, "b")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }

        private static byte[] noise() {
            byte[] noise = new byte[50_000];
            new Random(7).nextBytes(noise);
            return noise;
        }

        private static Path largest(List<Path> files) {
            return files.stream()
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Nested
    class when_a_commit_is_gone {
        @Test
        void a_gap_is_never_passed_over() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(4))));
            try (RocksDbEngine engine = open()) {
                for (int from = 0; from <= 4; from++) {
                    assertDamaged(
                            Given.failure(engine.logs().read(Given.LOG, Given.at(from), Given.PAGE)), "no commit at 4");
                }
                assertDamaged(Given.failure(engine.logs().lastByKey(Given.LOG, keyOf("s4"))), "no commit at 4");
            }
        }

        @Test
        void neither_is_one_at_the_beginning() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(0))));
            try (RocksDbEngine engine = open()) {
                assertDamaged(Given.failure(engine.logs().read(Given.LOG, Given.at(0), Given.PAGE)), "no commit at 0");
            }
        }

        @Test
        void nor_one_at_the_end_and_nothing_is_appended_over_it() {
            operate(store -> store.delete(Column.COMMITS, Layout.commit(NUMBER, Given.at(9))));
            try (RocksDbEngine engine = open()) {
                assertDamaged(Given.failure(engine.logs().read(Given.LOG, Given.at(0), Given.PAGE)), "no commit at 9");
                for (int at = 9; at <= 10; at++) {
                    assertThat(Given.append(engine, Given.LOG, Given.commit(at, "b")))
                            .isInstanceOfSatisfying(
                                    AppendResult.Refused.class,
                                    refused -> assertThat(refused.reason()).contains(Given.LOG.toString()));
                }
                assertThat(Given.append(engine, Given.log("other"), Given.commit(1, "b")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }
    }

    @Nested
    class when_a_record_beside_the_commits_is_damaged {
        @Test
        void it_is_told_of_heads_aggregates_and_documents() {
            StateName name = new StateName(TenantId.DEVELOPMENT, "positions", "handler");
            operate(store -> {
                store.put(Column.DIRECTORY, Layout.head(NUMBER), new byte[9]);
                store.put(Column.AGGREGATES, Layout.aggregate(NUMBER, Given.aggregate("s4")), new byte[9]);
                store.put(Column.STATES, Layout.state(name), new byte[9]);
            });
            try (RocksDbEngine engine = open()) {
                assertDamaged(Given.failure(engine.logs().head(Given.LOG)), "head of log " + Given.LOG);
                assertDamaged(
                        Given.failure(engine.logs().aggregate(Given.LOG, Given.aggregate("s4"))),
                        "aggregate of log " + Given.LOG);
                assertDamaged(Given.failure(engine.states().get(name)), "document " + name);
            }
        }

        @Test
        void a_store_that_cannot_count_any_more_takes_no_new_logs() {
            operate(store -> store.put(Column.DIRECTORY, Layout.COUNTERS, new byte[9]));
            try (RocksDbEngine engine = open()) {
                assertThat(Given.append(engine, Given.log("new"), Given.commit(0, "a")))
                        .isInstanceOf(AppendResult.Refused.class);
                assertThat(Given.append(engine, Given.LOG, Given.commit(10, "a")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }
    }

    @Nested
    class when_a_write_ahead_log_is_gone {
        @Test
        void the_store_does_not_open() throws IOException {
            Path crashed = temporary.resolve("crashed");
            String large = "\"" + "x".repeat(700_000) + "\"";
            try (RocksDbEngine engine = open()) {
                Given.fill(engine, Given.LOG, 10, 40, large);
                Folders.crashed(folder, crashed);
            }
            List<Path> logs = Folders.writeAheadLogs(crashed);
            assertThat(logs).hasSizeGreaterThan(1);
            Files.delete(logs.get(0));

            assertThatThrownBy(
                            () -> RocksDbEngine.open(RocksDbSettings.in(crashed).withMemoryBudget(Given.MEMORY)))
                    .isInstanceOf(StoreCannotBeOpened.class)
                    .hasMessageContaining(
                            String.valueOf(logs.get(0).getFileName()).replaceAll("^0*|[.]log$", ""));
        }
    }

    @Nested
    class when_two_keys_share_a_hash {
        @Test
        void neither_gets_the_commits_of_the_other() {
            Key wanted = keyOf("s3");
            operate(store -> {
                for (long wrong : new long[] {1, 5, 9}) {
                    store.put(
                            Column.KEYS, Layout.indexEntry(NUMBER, IndexTerm.of(wanted), Given.at(wrong)), new byte[0]);
                }
            });
            try (RocksDbEngine engine = open()) {
                assertThat(engine.isIndexed(KeyKind.AGGREGATE)).isTrue();
                assertThat(Given.answer(engine.logs()
                                        .readByKeys(Given.LOG, Set.of(wanted), SequenceNumber.FIRST, Given.PAGE))
                                .commits())
                        .extracting(Commit::first)
                        .containsExactly(Given.at(3));
                assertThat(Given.answer(engine.logs().lastByKey(Given.LOG, wanted)))
                        .map(Commit::first)
                        .contains(Given.at(3));
            }
        }

        @Test
        void an_aggregate_gets_its_own_state_though_the_record_is_of_another() {
            AggregateState other = new AggregateState(Given.aggregate("s9"), new AggregateVersion(1), 1, Given.at(9));
            operate(store -> store.put(
                    Column.AGGREGATES, Layout.aggregate(NUMBER, Given.aggregate("s3")), AggregateCodec.encode(other)));
            try (RocksDbEngine engine = open()) {
                assertThat(Given.answer(engine.logs().aggregate(Given.LOG, Given.aggregate("s3"))))
                        .contains(new AggregateState(Given.aggregate("s3"), new AggregateVersion(1), 1, Given.at(3)));
            }
        }
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }

    private void operate(StoreSurgery.Operation operation) {
        StoreSurgery.on(folder, ALL, operation);
    }

    private static Key keyOf(String source) {
        return new Key.OfAggregate(Given.aggregate(source));
    }

    private static void assertDamaged(Throwable failure, String... where) {
        assertThat(failure).isInstanceOf(StorageDamaged.class).hasMessageContainingAll(where);
    }
}
