package io.pushmi.runtime.storage;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Memory engines, one after the other, on one disk. */
final class MemoryFixture implements EngineFixture {
    private final MemoryDisk disk = new MemoryDisk();
    private final Opening opening;
    private @Nullable StorageEngine engine;

    MemoryFixture(Opening opening) {
        this.opening = opening;
    }

    /** How an engine comes to life on a disk. */
    interface Opening {
        StorageEngine open(MemoryDisk disk, Set<KeyKind> kinds);
    }

    @Override
    public StorageEngine open() {
        return reopen(EnumSet.allOf(KeyKind.class));
    }

    @Override
    public StorageEngine reopen(Set<KeyKind> kinds) {
        close();
        engine = opening.open(disk, kinds);
        return engine;
    }

    @Override
    public long syncs() {
        return disk.syncs();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
