package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeLibrarySpec {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void it_is_unpacked_once() throws IOException {
        Path library = NativeLibrary.unpack(folder);
        Files.setLastModifiedTime(library, LONG_AGO);

        assertThat(NativeLibrary.unpack(folder)).isEqualTo(library);

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(LONG_AGO);
        assertThat(filesIn(folder)).containsExactly(library);
    }

    @Test
    void it_is_unpacked_again_where_it_is_not_whole() throws IOException {
        Path library = NativeLibrary.unpack(folder);
        byte[] whole = Files.readAllBytes(library);
        Files.writeString(library, "half");

        NativeLibrary.unpack(folder);

        assertThat(library).hasBinaryContent(whole);
        assertThat(filesIn(folder)).containsExactly(library);
    }

    @Test
    void a_process_that_opens_a_store_unpacks_nothing_into_its_temporary_folder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path store = folder.resolve("store");

        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        store.toString()))
                .inheritIO()
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(filesIn(store.resolve("native"))).hasSize(1);
        assertThat(temporary).isEmptyDirectory();
    }

    /** Another process, in which nobody has loaded anything yet. */
    static final class Opener {
        private Opener() {}

        /** Ends without letting go of anything, since RocksDB clears its own copy away when a process ends in order. */
        public static void main(String[] arguments) {
            Objects.requireNonNull(RocksDbEngine.open(RocksDbSettings.in(Path.of(arguments[0]))));
            Runtime.getRuntime().halt(0);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
