package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write-ahead log is cut into blocks, and a write may begin with so little room that not even its number fits. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WalBlockEndSpec {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final int BLOCK = 32 * 1024;

    /** How much more the lengths of a content of 30,000 bytes and of its commit take than those of 100 bytes. */
    private static final int LONGER_LENGTHS = 3;

    @TempDir
    Path folder;

    private final Commits commits = Commits.fromTheStart();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 7, 8, 9, 12, 14, 15, 16, 18, 19, 20})
    void a_write_that_begins_just_before_the_end_of_a_block_is_no_damage(int left) throws IOException {
        Path store = folder.resolve("store");
        Path copy = folder.resolve("copy");
        try (RocksDbEngine engine = RocksDbEngine.open(RocksDbSettings.in(store))) {
            append(engine, 100);
            long before = walSize(store);
            append(engine, 100);
            long each = walSize(store) - before - 100;
            long toBlockEnd = BLOCK - walSize(store) % BLOCK;
            append(engine, Math.toIntExact(toBlockEnd - left - each - LONGER_LENGTHS));
            assertThat(BLOCK - walSize(store) % BLOCK).isEqualTo(left);
            append(engine, 100);
            append(engine, 100);
            copy(store, copy);
        }
        try (RocksDbEngine engine = RocksDbEngine.open(RocksDbSettings.in(copy))) {
            assertThat(engine.logs().head(LOG).toCompletableFuture().join().next())
                    .isEqualTo(commits.position());
        }
    }

    private void append(RocksDbEngine engine, int contentLength) {
        EventBuilder event = EventBuilder.event().content(Content.json(Bytes.wrap(new byte[contentLength])));
        assertThat(engine.logs()
                        .append(LOG, List.of(commits.next(event)))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new AppendResult.Appended(1));
    }

    private static long walSize(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("rocksdb"))) {
            return Files.size(files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
