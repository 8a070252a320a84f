package io.pushmi.runtime.configuration;

import java.nio.file.Path;

/**
 * The embedded store.
 *
 * @param path the folder of its data; a relative one starts from the working directory
 * @param freeSpaceReserve bytes of disk that commits leave free, 0 or more
 * @param memory bytes that its caches and buffers share
 */
public record StorageConfiguration(Path path, long freeSpaceReserve, long memory) {
    private static final Expected<Long> RESERVE = Expected.size(0, Long.MAX_VALUE);
    private static final Expected<Long> MEMORY = Expected.size(16 * Size.MIB, Long.MAX_VALUE);

    static StorageConfiguration read(Section storage) {
        return new StorageConfiguration(
                storage.get("path", Expected.PATH, Path.of("./data")),
                storage.get("freeSpaceReserve", RESERVE, 512 * Size.MIB),
                storage.get("memory", MEMORY, 256 * Size.MIB));
    }
}
