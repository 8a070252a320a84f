package io.pushmi.runtime.management.moving;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MongoFixture;
import io.pushmi.runtime.storage.StorageEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoundTripSpec {
    @TempDir
    Path folder;

    @Test
    void everything_of_an_embedded_store_gets_into_another() {
        assertMoved(
                () -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("from"))),
                () -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("to"))));
    }

    @Test
    void everything_of_an_embedded_store_gets_into_one_of_another_kind_and_back() {
        assertMoved(
                () -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("from"))),
                () -> MemoryEngine.open(new MemoryDisk()));
        assertMoved(
                () -> MemoryEngine.open(new MemoryDisk()),
                () -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("to"))));
    }

    @Test
    void everything_of_an_embedded_store_gets_into_MongoDB_and_back() {
        MongoFixture mongo = new MongoFixture();
        MongoFixture other = new MongoFixture();
        try {
            assertMoved(() -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("from"))), mongo::open);
            assertMoved(other::open, () -> RocksDbEngine.open(RocksDbSettings.in(folder.resolve("to"))));
        } finally {
            mongo.close();
            other.close();
        }
    }

    @Test
    void an_empty_store_is_exported_and_imported_too() {
        try (StorageEngine from = MemoryEngine.open(new MemoryDisk())) {
            Moved exported = new Export(FilledStore.open(from), folder.resolve("export")).run((done, expected) -> {});

            assertThat(exported.events()).isZero();
            assertThat(new Import(FilledStore.open(from), folder.resolve("export")).run((done, expected) -> {}))
                    .isEqualTo(exported);
        }
    }

    @Test
    void a_person_finds_in_the_folder_what_the_store_has() throws Exception {
        try (StorageEngine from = MemoryEngine.open(new MemoryDisk())) {
            FilledStore.fill(from);
            new Export(FilledStore.open(from), folder.resolve("export")).run((done, expected) -> {});
        }

        assertThat(folder.resolve("export").resolve(FilledStore.TENANT + "/logs/event-log.jsonl.gz"))
                .exists();
        assertThat(folder.resolve("export").resolve(FilledStore.TENANT + "/state/processors.jsonl.gz"))
                .exists();
        assertThat(folder.resolve("export").resolve(FilledStore.TENANT + "/state/runtimes.jsonl.gz"))
                .doesNotExist();
        assertThat(Files.readString(folder.resolve("export/manifest.json")))
                .contains("\"format\" : \"pushmi-export\"", "\"version\" : 1", "\"hash\"");
        assertThat(folder.resolve("export/progress.jsonl")).doesNotExist();
    }

    @Test
    void progress_never_goes_back_and_ends_where_it_should() {
        try (StorageEngine from = MemoryEngine.open(new MemoryDisk());
                StorageEngine to = MemoryEngine.open(new MemoryDisk())) {
            FilledStore.fill(from);
            List<Long> exported = new ArrayList<>();
            List<Long> imported = new ArrayList<>();

            Moved moved = new Export(FilledStore.open(from), folder.resolve("export")).run((done, expected) -> {
                exported.add(done);
                assertThat(done).isLessThanOrEqualTo(expected);
            });
            new Import(FilledStore.open(to), folder.resolve("export")).run((done, expected) -> {
                imported.add(done);
                assertThat(done).isLessThanOrEqualTo(expected);
            });

            assertThat(exported).isSorted().endsWith(moved.events());
            assertThat(imported).isSorted().endsWith(3 * moved.events());
        }
    }

    private void assertMoved(Supplier<StorageEngine> source, Supplier<StorageEngine> target) {
        Path export = folder.resolve("export-" + System.nanoTime());
        try (StorageEngine from = source.get();
                StorageEngine to = target.get()) {
            FilledStore.fill(from);

            Moved exported = new Export(FilledStore.open(from), export).run((done, expected) -> {});
            Moved imported = new Import(FilledStore.open(to), export).run((done, expected) -> {});

            assertThat(imported).isEqualTo(exported);
            assertThat(exported.logs()).isEqualTo(3);
            assertThat(exported.documents()).isEqualTo(5);
            assertThat(FilledStore.logs(to)).isEqualTo(FilledStore.logs(from));
            assertThat(FilledStore.documents(to))
                    .isEqualTo(FilledStore.documents(from))
                    .hasSize(5);
            Moved again = new Export(FilledStore.open(to), folder.resolve("again-" + System.nanoTime()))
                    .run((done, expected) -> {});
            assertThat(again).isEqualTo(exported);
        }
    }
}
