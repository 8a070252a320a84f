package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store, held until it is closed: by this process alone to write there, together with others to look. What
 * it is gets settled by looking, before anything is written: RocksDB writes as it opens, and a folder that is not ours, or
 * not ours to understand, stays as it was.
 */
final class StoreFolder implements AutoCloseable {
    static final String DATABASE = "rocksdb";

    private static final String FORMAT = "format";
    private static final String FORMAT_UNFINISHED = "format.new";
    private static final String LOCK = "lock";
    private static final String FORMAT_NAME = "pushmi-store";
    private static final int FORMAT_VERSION = 1;

    private final Path folder;
    private final StoreLock lock;

    private StoreFolder(Path folder, StoreLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder, which becomes a store if it does not exist or is empty.
     *
     * @throws StoreCannotBeOpened if it is held already, is not a store, or is one of a newer version
     */
    static StoreFolder take(Path folder) {
        try {
            requireFormat(folder);
            requireNoCopy(folder);
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            StoreLock lock = StoreLock.own(real.resolve(LOCK));
            try {
                // Somebody else may have made a store of it between the look and the lock.
                if (requireFormat(folder) == null) {
                    writeFormat(real);
                }
                return new StoreFolder(real, lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        }
    }

    /**
     * Takes a folder that is a store already, to look at it. That needs no right to write there.
     *
     * @throws StoreCannotBeOpened as with {@link #take}, or if it is none yet
     */
    static StoreFolder takeToLook(Path folder) {
        requireStore(folder);
        try {
            Path real = folder.toRealPath();
            return new StoreFolder(real, StoreLock.share(real.resolve(LOCK)));
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        }
    }

    /** @throws StoreCannotBeOpened if the folder is not a store, or one of a newer version */
    private static void requireStore(Path folder) {
        try {
            if (requireFormat(folder) == null) {
                throw new StoreCannotBeOpened(folder, "there is no store in it", null);
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        }
    }

    Path path() {
        return folder;
    }

    Path database() {
        return folder.resolve(DATABASE);
    }

    /** Where a backup begins, in the file system of the database; not there otherwise. */
    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    /**
     * Removes what an interrupted backup left, which keeps tables from being freed.
     *
     * @throws StoreCannotBeOpened if it cannot be removed
     */
    void discardCheckpoint() {
        try {
            DurableFiles.remove(checkpoint());
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed);
        }
    }

    /** How many bytes the files of the database have. Files may come and go meanwhile. */
    long size() throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(database())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                size += file.toFile().length();
            }
        }
        return size;
    }

    Path nativeLibraries() {
        return folder.resolve("native");
    }

    @Override
    public void close() {
        lock.close();
    }

    /** What should be here may be in that copy; an empty store in its place would look as if all events were lost. */
    private static void requireNoCopy(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.exists(absolute) && absolute.getFileName() != null && Files.exists(StoreCopy.unfinished(absolute))) {
            throw new StoreCannotBeOpened(
                    folder,
                    "it is not there, but a copy to it is under way or was broken off: "
                            + StoreCopy.unfinished(absolute) + "; finish copying, or remove that folder",
                    null);
        }
    }

    /** The version that the folder has, or null where it is still to become a store. */
    private static @Nullable Integer requireFormat(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return null;
        }
        if (!Files.isDirectory(folder)) {
            throw new StoreCannotBeOpened(folder, "it is not a folder", null);
        }
        Path format = folder.resolve(FORMAT);
        if (Files.exists(format)) {
            return requireKnown(
                    folder, Files.readString(format, StandardCharsets.UTF_8).strip());
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(entry -> found.add(String.valueOf(entry.getFileName())));
        }
        // What a first opening leaves that is interrupted before it has said what the folder is.
        found.removeAll(Set.of(LOCK, FORMAT_UNFINISHED));
        if (!found.isEmpty()) {
            throw new StoreCannotBeOpened(
                    folder, "it is not a Pushmi store: it has no file '" + FORMAT + "' but has " + found, null);
        }
        return null;
    }

    private static int requireKnown(Path folder, String format) {
        String[] words = format.split(" ", -1);
        if (words.length != 2 || !words[0].equals(FORMAT_NAME) || !words[1].matches("[0-9]{1,9}")) {
            throw new StoreCannotBeOpened(
                    folder, "its file '" + FORMAT + "' does not read '" + FORMAT_NAME + " <version>'", null);
        }
        int version = Integer.parseInt(words[1]);
        if (version != FORMAT_VERSION) {
            throw new StoreCannotBeOpened(
                    folder,
                    "it has format version " + version + ", written by another version of Pushmi; this one knows "
                            + FORMAT_VERSION,
                    null);
        }
        return version;
    }

    /** Makes a store of a folder that has everything else of one. On disk when this returns. */
    static void writeFormat(Path folder) throws IOException {
        Path unfinished = folder.resolve(FORMAT_UNFINISHED);
        DurableFiles.write(unfinished, (FORMAT_NAME + " " + FORMAT_VERSION + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, folder.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncFolder(folder);
    }

    /** Makes it no store, whatever else is in it. */
    static void removeFormat(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FORMAT));
        Files.deleteIfExists(folder.resolve(FORMAT_UNFINISHED));
    }
}
