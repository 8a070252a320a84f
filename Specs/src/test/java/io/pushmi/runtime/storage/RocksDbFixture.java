package io.pushmi.runtime.storage;

import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Embedded engines, one after the other, on one folder. */
final class RocksDbFixture implements EngineFixture {
    private final Path folder;
    private @Nullable RocksDbEngine engine;
    private long syncsOfClosed;

    RocksDbFixture() {
        try {
            folder = Files.createTempDirectory("pushmi-store");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public StorageEngine open() {
        return reopen(EnumSet.allOf(KeyKind.class));
    }

    @Override
    public StorageEngine reopen(Set<KeyKind> kinds) {
        closeEngine();
        RocksDbEngine opened =
                RocksDbEngine.open(RocksDbSettings.in(folder.resolve("data")).withIndexes(kinds));
        engine = opened;
        return opened;
    }

    @Override
    public long syncs() {
        return syncsOfClosed + (engine == null ? 0 : engine.syncs());
    }

    @Override
    public void close() {
        closeEngine();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void closeEngine() {
        if (engine != null) {
            syncsOfClosed += engine.syncs();
            engine.close();
            engine = null;
        }
    }
}
