package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.UpkeepRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks whether a folder is one to put a copy of a store into. Nothing is overwritten, nothing guessed, nothing made. */
final class CopyTarget {
    private CopyTarget() {}

    /**
     * The folder, links resolved.
     *
     * @param folder an absolute path
     * @param store the folder of the store that is to be copied, links resolved
     * @throws UpkeepRefused if it lies in the store, has something in it, or its parent does not exist
     */
    static Path require(Path folder, Path store) throws IOException {
        Path wanted = folder.normalize();
        Path parent = wanted.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UpkeepRefused(
                    "nothing can be put into " + folder + ": the folder that it would be in does not exist");
        }
        Path real = Files.isDirectory(wanted)
                ? wanted.toRealPath()
                : parent.toRealPath().resolve(wanted.getFileName());
        if (real.startsWith(store)) {
            throw new UpkeepRefused("nothing can be put into " + folder + ": it lies in the store " + store);
        }
        requireVacant(real);
        return real;
    }

    private static void requireVacant(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new UpkeepRefused(folder + " is not a folder, and nothing is overwritten");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new UpkeepRefused(folder + " is not empty, and nothing is overwritten");
            }
        }
    }
}
