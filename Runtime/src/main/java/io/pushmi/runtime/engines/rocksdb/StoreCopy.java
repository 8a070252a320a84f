package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A copy of a store's files in the making, from a database that nobody writes to. It becomes a store at the very end,
 * when everything is on disk; before that, nobody takes it for one.
 */
final class StoreCopy {
    private static final String TABLE = ".sst";
    private static final long CHUNK = 8L << 20;

    private final Path database;
    private final Path target;
    private final List<Path> created = new ArrayList<>();
    private long done;

    /**
     * @param database the folder of RocksDB's files
     * @param target does not exist, or is an empty folder
     */
    StoreCopy(Path database, Path target) {
        this.database = database;
        this.target = target;
    }

    /** Shares tables, which never change, with the original where the file system allows it; the rest is copied. */
    long link(Progress progress) throws IOException {
        return fill(true, progress);
    }

    /** Copies everything. */
    long copy(Progress progress) throws IOException {
        return fill(false, progress);
    }

    /** Removes what this made, newest first. */
    void undo() throws IOException {
        for (int i = created.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(created.get(i));
        }
    }

    private long fill(boolean linksTables, Progress progress) throws IOException {
        List<Path> files = filesOf(database);
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        createFolder(target);
        Path into = target.resolve(StoreFolder.DATABASE);
        createFolder(into);
        for (Path file : files) {
            Path to = into.resolve(Objects.requireNonNull(file.getFileName()));
            created.add(to);
            if (!(linksTables && to.toString().endsWith(TABLE) && isLinked(file, to))) {
                copy(file, to, size, progress);
            } else {
                advance(Files.size(file), size, progress);
            }
        }
        DurableFiles.syncFolder(into);
        StoreFolder.writeFormat(target);
        DurableFiles.syncFolder(Objects.requireNonNull(target.toAbsolutePath().getParent()));
        return size;
    }

    /** What makes up a database; not what is written for people, nor what only matters while it is open. */
    private static List<Path> filesOf(Path database) throws IOException {
        try (Stream<Path> entries = Files.list(database)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return !name.equals("LOCK") && !name.startsWith("LOG") && !name.endsWith(".torn");
                    })
                    .sorted()
                    .toList();
        }
    }

    private void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            created.add(folder);
        }
    }

    /** Other file systems, and some of their own accord, do not let a file have two names. */
    private static boolean isLinked(Path file, Path to) {
        try {
            Files.createLink(to, file);
            return true;
        } catch (IOException | UnsupportedOperationException impossible) {
            return false;
        }
    }

    private void copy(Path file, Path to, long size, Progress progress) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel into = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long end = from.size();
            long position = 0;
            while (position < end) {
                long copied = from.transferTo(position, Math.min(CHUNK, end - position), into);
                if (copied <= 0) {
                    throw new IOException(file + " became shorter while it was copied");
                }
                position += copied;
                advance(copied, size, progress);
            }
            into.force(true);
        }
    }

    private void advance(long bytes, long size, Progress progress) {
        done += bytes;
        progress.advanced(done, Math.max(size, done));
    }
}
