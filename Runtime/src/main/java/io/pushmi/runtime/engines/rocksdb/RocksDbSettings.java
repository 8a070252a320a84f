package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.KeyKind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * How an embedded store is to be opened.
 *
 * @param folder where it lies; created if it does not exist
 * @param memoryBudget the bytes that caches and write buffers outside the heap may take together, at least 8 MiB
 * @param freeSpaceReserve the bytes that must stay free where the store lies: commits are refused before they would go
 * @param indexes what commits are to be found by quickly; by anything else reads scan
 * @param freeSpace tells how much room there is
 */
public record RocksDbSettings(
        Path folder, long memoryBudget, long freeSpaceReserve, Set<KeyKind> indexes, FreeSpace freeSpace) {
    public static final long DEFAULT_MEMORY_BUDGET = 256L << 20;
    public static final long DEFAULT_FREE_SPACE_RESERVE = 512L << 20;

    private static final long SMALLEST_MEMORY_BUDGET = 8L << 20;

    public RocksDbSettings {
        indexes = Set.copyOf(indexes);
        if (memoryBudget < SMALLEST_MEMORY_BUDGET || freeSpaceReserve < 0) {
            throw new IllegalArgumentException("a store needs a memory budget of at least " + SMALLEST_MEMORY_BUDGET
                    + " bytes and a reserve that is not negative, not " + memoryBudget + " and " + freeSpaceReserve);
        }
    }

    /** A store in the folder with every index and the default budget and reserve. */
    public static RocksDbSettings in(Path folder) {
        return new RocksDbSettings(
                folder,
                DEFAULT_MEMORY_BUDGET,
                DEFAULT_FREE_SPACE_RESERVE,
                EnumSet.allOf(KeyKind.class),
                FreeSpace.of(folder));
    }

    public RocksDbSettings withMemoryBudget(long bytes) {
        return new RocksDbSettings(folder, bytes, freeSpaceReserve, indexes, freeSpace);
    }

    public RocksDbSettings withFreeSpaceReserve(long bytes, FreeSpace probe) {
        return new RocksDbSettings(folder, memoryBudget, bytes, indexes, probe);
    }

    public RocksDbSettings withIndexes(Set<KeyKind> kinds) {
        return new RocksDbSettings(folder, memoryBudget, freeSpaceReserve, kinds, freeSpace);
    }
}
