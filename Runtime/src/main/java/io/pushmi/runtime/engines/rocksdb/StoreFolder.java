package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store, held by this process alone until it is closed. What it is gets settled by looking, before
 * anything is written: RocksDB writes as it opens, and a folder that is not ours, or not ours to understand, stays as
 * it was.
 */
final class StoreFolder implements AutoCloseable {
    static final String DATABASE = "rocksdb";

    private static final String FORMAT = "format";
    private static final String FORMAT_UNFINISHED = "format.new";
    private static final String LOCK = "lock";
    private static final String FORMAT_NAME = "pushmi-store";
    private static final int FORMAT_VERSION = 1;

    /**
     * The operating system drops a process's lock when the process closes any channel of the file, so a second attempt
     * within this process must be turned away before it opens one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private StoreFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the folder, which becomes a store if it does not exist or is empty.
     *
     * @throws StoreCannotBeOpened if it is held already, is not a store, or is one of a newer version
     */
    static StoreFolder take(Path folder) {
        try {
            requireFormat(folder);
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            if (!HELD.add(real)) {
                throw new StoreCannotBeOpened(folder, "it is open in this process already", null);
            }
            try {
                return lock(folder, real);
            } catch (IOException | RuntimeException failed) {
                HELD.remove(real);
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed.toString(), failed);
        }
    }

    /**
     * Takes a folder that is a store already.
     *
     * @throws StoreCannotBeOpened as with {@link #take}, or if it is none yet
     */
    static StoreFolder takeExisting(Path folder) {
        requireStore(folder);
        return take(folder);
    }

    /** @throws StoreCannotBeOpened if the folder is not a store, or one of a newer version */
    static void requireStore(Path folder) {
        try {
            if (requireFormat(folder) == null) {
                throw new StoreCannotBeOpened(folder, "there is no store in it", null);
            }
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed.toString(), failed);
        }
    }

    /** Whether it was ever opened, so that somebody may have it open now. */
    static boolean mayBeOpen(Path folder) {
        return Files.exists(folder.resolve(LOCK));
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
            RocksDbUpkeep.remove(checkpoint());
        } catch (IOException failed) {
            throw new StoreCannotBeOpened(folder, failed.toString(), failed);
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
        try {
            channel.close();
        } catch (IOException failed) {
            throw new IllegalStateException("the lock of " + folder + " cannot be let go", failed);
        } finally {
            HELD.remove(folder);
        }
    }

    private static StoreFolder lock(Path folder, Path real) throws IOException {
        FileChannel channel = FileChannel.open(real.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new StoreCannotBeOpened(folder, "another process has it open", null);
            }
            // Somebody else may have made a store of it between the look and the lock.
            if (requireFormat(folder) == null) {
                writeFormat(real);
            }
            return new StoreFolder(real, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
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
}
