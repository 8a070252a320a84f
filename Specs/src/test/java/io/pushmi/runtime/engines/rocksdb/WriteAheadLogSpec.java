package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the write-ahead log that a crash left. The many places where a file can be cut or damaged are tried on
 * the check alone, which leaves behind byte for byte a file that RocksDB wrote itself; what RocksDB makes of that is
 * tried once for each way.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WriteAheadLogSpec {
    private static final String MANY_BLOCKS = "\"" + "x".repeat(150_000) + "\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    private final Random random = new Random(20260504);

    @SuppressWarnings("NullAway.Init")
    private Path store;

    /** The log of three writes, and where each of them ends. */
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private byte[] whole;

    @SuppressWarnings("NullAway.Init")
    private List<Commit> commits;

    private int firstStart;
    private int firstEnd;
    private int secondEnd;

    @BeforeEach
    void crash_after_three_writes() throws IOException {
        crashAfter("{}", "{}", "{}");
    }

    @Nested
    class when_the_last_write_is_not_complete {
        @Test
        void it_is_cut_off_wherever_it_ends() throws IOException {
            for (int length = secondEnd + 1; length < whole.length; length++) {
                assertCutTo(secondEnd, Arrays.copyOf(whole, length));
            }
        }

        @Test
        void it_is_cut_off_where_zeros_follow() throws IOException {
            for (int length = secondEnd; length < whole.length; length += 7) {
                assertCutTo(secondEnd, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
                assertCutTo(secondEnd, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 100_000));
            }
        }

        @Test
        void it_is_cut_off_where_a_byte_of_it_is_wrong() throws IOException {
            for (int at = secondEnd; at < whole.length; at += at < secondEnd + 32 ? 1 : 5) {
                assertCutTo(secondEnd, flipped(at));
            }
        }

        @Test
        void it_is_cut_off_where_it_is_garbage() throws IOException {
            for (int length : new int[] {1, 6, 7, 8, 500, 40_000, 200_000}) {
                byte[] garbage = new byte[length];
                random.nextBytes(garbage);
                assertCutTo(secondEnd, joined(Arrays.copyOf(whole, secondEnd), garbage));
            }
        }

        @Test
        void it_is_cut_off_where_old_writes_shine_through() throws IOException {
            byte[] stale = Arrays.copyOfRange(whole, firstEnd, secondEnd);

            assertCutTo(secondEnd, joined(Arrays.copyOf(whole, secondEnd + 9), stale));
        }

        @Test
        void what_is_cut_off_is_kept_beside_it() throws IOException {
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));

            repair();

            assertThat(Folders.endingIn(store, ".torn"))
                    .singleElement()
                    .satisfies(torn ->
                            assertThat(torn).hasBinaryContent(Arrays.copyOfRange(whole, secondEnd, whole.length - 1)));
        }

        @Test
        void the_store_opens_without_it_and_takes_it_again() throws IOException {
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));

            assertServes(commits.subList(0, 2));
        }

        @Test
        void the_store_opens_without_it_where_zeros_follow() throws IOException {
            Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, secondEnd + 20), whole.length + 100_000));

            assertServes(commits.subList(0, 2));
        }
    }

    @Nested
    class when_a_write_of_many_blocks_is_last {
        @BeforeEach
        void crash_after_a_large_write() throws IOException {
            crashAfter("{}", MANY_BLOCKS, MANY_BLOCKS);
        }

        @Test
        void it_is_cut_off_wherever_it_ends() throws IOException {
            for (int length = secondEnd + 1; length < whole.length; length += 997) {
                assertCutTo(secondEnd, Arrays.copyOf(whole, length));
            }
            for (int block = WalBlock.SIZE; block < whole.length; block += WalBlock.SIZE) {
                for (int length = block - 12; length < block + 12; length++) {
                    if (length > secondEnd && length < whole.length) {
                        assertCutTo(secondEnd, Arrays.copyOf(whole, length));
                    }
                }
            }
        }

        @Test
        void it_is_cut_off_though_a_later_block_of_it_reached_the_disk_before_an_earlier_one() throws IOException {
            for (int block = WalBlock.SIZE; block < whole.length; block += WalBlock.SIZE) {
                if (block >= secondEnd) {
                    byte[] holed = whole.clone();
                    Arrays.fill(holed, block, Math.min(block + WalBlock.SIZE, whole.length), (byte) 0);
                    assertCutTo(secondEnd, holed);
                }
            }
        }

        @Test
        void the_store_opens_without_it() throws IOException {
            Files.write(file, Arrays.copyOf(whole, whole.length - 40_000));

            assertServes(commits.subList(0, 2));
        }

        @Test
        void damage_before_it_is_found_in_every_block() throws IOException {
            for (int at = firstEnd; at < secondEnd; at += 1_013) {
                assertRefused(flipped(at));
            }
        }
    }

    @Nested
    class when_there_is_damage_before_later_writes {
        @Test
        void the_store_does_not_open_and_says_where() throws IOException {
            for (int at = firstStart; at < firstEnd; at++) {
                assertRefusedAt(firstStart, flipped(at));
            }
            for (int at = firstEnd; at < secondEnd; at++) {
                assertRefusedAt(firstEnd, flipped(at));
            }
        }

        @Test
        void zeros_are_not_passed_over() throws IOException {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, firstEnd, secondEnd, (byte) 0);

            assertRefusedAt(firstEnd, zeroed);
        }

        @Test
        void nothing_is_touched() throws IOException {
            Files.write(file, flipped(firstEnd + 30));
            Map<String, Bytes> before = Folders.contentOf(store);

            assertThatThrownBy(() -> open())
                    .isInstanceOf(StoreCannotBeOpened.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("at byte " + firstEnd + ",");

            assertThat(Folders.contentOf(store)).isEqualTo(before);
        }

        @Test
        void a_log_that_is_not_the_newest_may_not_even_be_cut_short() throws IOException {
            Path newer = file.resolveSibling("999998.log");
            byte[] third = Arrays.copyOfRange(whole, secondEnd, whole.length);
            Files.write(newer, third);
            Files.write(file, Arrays.copyOf(whole, secondEnd - 1));
            Map<String, Bytes> before = Folders.contentOf(store);

            assertThatThrownBy(() -> repair())
                    .isInstanceOf(StoreCannotBeOpened.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("at byte " + firstEnd + ",");

            assertThat(Folders.contentOf(store)).isEqualTo(before);
        }

        @Test
        void a_newer_log_without_writes_proves_nothing() throws IOException {
            Path newer = file.resolveSibling("999998.log");
            Files.write(newer, new byte[50]);

            assertCutTo(secondEnd, Arrays.copyOf(whole, whole.length - 1));

            assertThat(newer).isEmptyFile();
        }
    }

    @Nested
    class when_nothing_is_wrong {
        @Test
        void nothing_is_touched() throws IOException {
            Map<String, Bytes> before = Folders.contentOf(store);

            repair();

            assertThat(Folders.contentOf(store)).isEqualTo(before);
        }

        @Test
        void everything_is_there() {
            assertServes(commits);
        }
    }

    /** Three commits of this content, each a write of its own, in a store that nobody closed. */
    private void crashAfter(String first, String second, String third) throws IOException {
        Path open = Files.createTempDirectory(temporary, "open").resolve("store");
        store = Files.createTempDirectory(temporary, "crashed").resolve("store");
        commits = List.of(Given.commit(0, "a", first), Given.commit(1, "b", second), Given.commit(2, "c", third));
        try (RocksDbEngine engine = RocksDbEngine.open(RocksDbSettings.in(open).withMemoryBudget(Given.MEMORY))) {
            firstStart = sizeOfLog(open);
            Given.append(engine, Given.LOG, commits.get(0));
            firstEnd = sizeOfLog(open);
            Given.append(engine, Given.LOG, commits.get(1));
            secondEnd = sizeOfLog(open);
            Given.append(engine, Given.LOG, commits.get(2));
            Folders.crashed(open, store);
        }
        file = Folders.writeAheadLogs(store).get(0);
        whole = Files.readAllBytes(file);
    }

    private static int sizeOfLog(Path folder) throws IOException {
        List<Path> files = Folders.writeAheadLogs(folder);
        assertThat(files).hasSize(1);
        return Math.toIntExact(Files.size(files.get(0)));
    }

    private void repair() throws IOException {
        new WriteAheadLog(store, store.resolve("rocksdb")).repair();
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(store).withMemoryBudget(Given.MEMORY));
    }

    private void assertCutTo(int end, byte[] left) throws IOException {
        Files.write(file, left);
        repair();
        assertThat(Bytes.wrap(Files.readAllBytes(file)))
                .as("what is left of " + left.length + " bytes")
                .isEqualTo(Bytes.wrap(Arrays.copyOf(whole, end)));
    }

    private void assertRefusedAt(int position, byte[] damaged) throws IOException {
        assertRefused(damaged);
        assertThatThrownBy(this::repair).hasMessageContaining("at byte " + position + ",");
    }

    private void assertRefused(byte[] damaged) throws IOException {
        Files.write(file, damaged);
        assertThatThrownBy(this::repair).isInstanceOf(StoreCannotBeOpened.class).hasMessageContaining(file.toString());
        assertThat(Bytes.wrap(Files.readAllBytes(file))).isEqualTo(Bytes.wrap(damaged));
    }

    /** That it holds these commits, goes on where they end, and still does after being opened once more. */
    private void assertServes(List<Commit> expected) {
        Commit next = Given.commit(expected.size(), "next");
        try (RocksDbEngine engine = open()) {
            assertThat(Given.read(engine, Given.LOG)).isEqualTo(expected);
            assertThat(Given.append(engine, Given.LOG, next)).isEqualTo(new AppendResult.Appended(1));
        }
        try (RocksDbEngine engine = open()) {
            assertThat(Given.read(engine, Given.LOG))
                    .hasSize(expected.size() + 1)
                    .endsWith(next);
        }
    }

    private byte[] flipped(int at) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
