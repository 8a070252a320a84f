package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how much room there is left where the store lies. Called from any thread, a few times a second at most. */
@FunctionalInterface
public interface FreeSpace {
    /** The bytes that this process may still write. */
    long usableBytes() throws IOException;

    /** The room in the file system that holds the folder. */
    static FreeSpace of(Path folder) {
        return () -> {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace();
        };
    }
}
