package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpeningSpec {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void name_a_folder() {
        folder = temporary.resolve("deep/store");
    }

    @Nested
    class when_there_is_nothing_yet {
        @Test
        void it_makes_a_store_and_says_so_in_plain_text() throws IOException {
            open().close();

            assertThat(folder.resolve("format")).hasContent("pushmi-store 1\n");
            assertThat(folder.resolve("lock")).isEmptyFile();
            assertThat(folder.resolve("rocksdb")).isNotEmptyDirectory();
        }

        @Test
        void what_an_interrupted_first_opening_left_does_not_matter() throws IOException {
            Files.createDirectories(folder);
            Files.createFile(folder.resolve("lock"));
            Files.writeString(folder.resolve("format.new"), "push");

            open().close();

            assertThat(folder.resolve("format")).hasContent("pushmi-store 1\n");
        }
    }

    @Nested
    class when_the_store_is_open_already {
        @Test
        void it_refuses_a_second_time_in_this_process_and_the_first_goes_on() throws IOException {
            try (RocksDbEngine first = open()) {
                Given.append(first, Given.LOG, Given.commit(0, "a"));
                Map<String, Bytes> before = Folders.contentOf(folder);

                assertRefused("open in this process already");

                assertThat(Folders.contentOf(folder)).isEqualTo(before);
                assertThat(Given.append(first, Given.LOG, Given.commit(1, "b")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }

        @Test
        void it_refuses_while_another_process_has_it_and_serves_afterwards() throws Exception {
            open().close();
            Process other = lockElsewhere(folder.resolve("lock"));
            try {
                Map<String, Bytes> before = Folders.contentOf(folder);

                assertRefused("another process has it open");

                assertThat(Folders.contentOf(folder)).isEqualTo(before);
            } finally {
                other.destroy();
                assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            open().close();
        }

        @Test
        void a_link_to_it_is_no_way_around() throws IOException {
            try (RocksDbEngine first = open()) {
                Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);

                assertThatThrownBy(() -> RocksDbEngine.open(RocksDbSettings.in(link)))
                        .isInstanceOf(StoreCannotBeOpened.class);
                assertThat(Given.append(first, Given.LOG, Given.commit(0, "a")))
                        .isEqualTo(new AppendResult.Appended(1));
            }
        }
    }

    @Nested
    class when_it_is_not_ours_to_open {
        @ParameterizedTest
        @ValueSource(strings = {"pushmi-store 2", "pushmi-store 999999999"})
        void it_leaves_alone_what_a_newer_version_wrote(String format) throws IOException {
            Files.createDirectories(folder.resolve("rocksdb"));
            Files.writeString(folder.resolve("format"), format + "\n");

            assertUntouchedAndRefused("format version " + format.substring("pushmi-store ".length()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "pushmi-store",
                    "pushmi-store x",
                    "pushmi-store 1 2",
                    "other 1",
                    "pushmi-store 99999999999"
                })
        void it_leaves_alone_what_says_something_else(String format) throws IOException {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("format"), format);

            assertUntouchedAndRefused("'format' does not read 'pushmi-store <version>'");
        }

        @Test
        void it_leaves_alone_a_folder_of_somebody_else() throws IOException {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("thesis.txt"), "irreplaceable");

            assertUntouchedAndRefused("not a Pushmi store", "thesis.txt");
        }

        @Test
        void it_leaves_alone_a_database_without_a_format() throws IOException {
            open().close();
            Files.delete(folder.resolve("format"));

            assertUntouchedAndRefused("not a Pushmi store", "rocksdb");
        }

        @Test
        void it_refuses_a_file_and_what_would_lie_in_one() throws IOException {
            Path file = Files.writeString(temporary.resolve("file"), "x");

            folder = file;
            assertRefused("not a folder");
            folder = file.resolve("store");
            assertRefused("cannot be opened");
            assertThat(file).hasContent("x");
        }
    }

    @Nested
    class when_a_part_of_it_is_gone {
        @Test
        void it_says_which_file_of_the_database_it_misses() throws IOException {
            try (RocksDbEngine engine = open()) {
                Given.append(engine, Given.LOG, Given.commit(0, "a"));
            }
            // Opening again moves what is in the write-ahead log into table files.
            open().close();
            Path table = Folders.endingIn(folder, ".sst").get(0);
            Files.delete(table);

            assertRefused(String.valueOf(table.getFileName()));
        }

        @Test
        void it_refuses_without_a_manifest() throws IOException {
            open().close();
            String current = Files.readString(folder.resolve("rocksdb/CURRENT"), StandardCharsets.UTF_8)
                    .strip();
            Files.delete(folder.resolve("rocksdb").resolve(current));

            assertRefused("MANIFEST");
        }

        @Test
        void the_folder_is_free_again_after_a_refusal() throws IOException {
            open().close();
            Path current = folder.resolve("rocksdb/CURRENT");
            String content = Files.readString(current, StandardCharsets.UTF_8);
            Files.writeString(current, "nonsense");
            assertRefused("cannot be opened");

            Files.writeString(current, content);

            open().close();
        }
    }

    private RocksDbEngine open() {
        return RocksDbEngine.open(RocksDbSettings.in(folder).withMemoryBudget(Given.MEMORY));
    }

    private void assertUntouchedAndRefused(String... reasons) throws IOException {
        Map<String, Bytes> before = Folders.contentOf(temporary);
        assertRefused(reasons);
        assertThat(Folders.contentOf(temporary)).isEqualTo(before);
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreCannotBeOpened.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContainingAll(reasons)
                .message()
                .doesNotContain("\n");
    }

    private static Process lockElsewhere(Path lock) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lock.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        InputStream said = process.getInputStream();
        assertThat(said.read())
                .as("what the other process says when it has the lock")
                .isEqualTo('!');
        return process;
    }

    /** Another process that holds the lock until it is ended. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    System.out.print('!');
                    System.out.flush();
                    int unused = System.in.read();
                }
            }
        }
    }
}
