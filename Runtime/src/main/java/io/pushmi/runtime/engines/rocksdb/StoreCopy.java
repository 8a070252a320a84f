package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.UpkeepRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Copies a store's files, from a database that nobody writes to. Whatever ends it before everything is on disk, what it
 * leaves is no store: a failure leaves nothing, and a crash leaves a folder beside the target.
 *
 * <p><b>Implementer's note.</b> A target that does not exist is made under another name and gets its own in one step. A
 * folder that exists may be where a disk is mounted, and can only be filled in place: there the format file, without
 * which nobody takes it for a store, comes last.
 */
final class StoreCopy {
    private static final String TABLE = ".sst";
    private static final long CHUNK = 8L << 20;

    private final Path database;
    private final Path target;
    private final boolean linksTables;
    private final Progress progress;
    private long size;
    private long done;

    private StoreCopy(Path database, Path target, boolean linksTables, Progress progress) {
        this.database = database;
        this.target = target;
        this.linksTables = linksTables;
        this.progress = progress;
    }

    /**
     * Shares tables, which never change, with the original where the file system allows it; the rest is copied.
     *
     * @param database the folder of RocksDB's files
     * @param target does not exist, or is an empty folder; its parent exists
     * @param progress is told of bytes; what it throws ends the copy
     * @return how many bytes the copy has
     * @throws UpkeepRefused if another copy to there is under way, or was broken off by a crash
     */
    static long link(Path database, Path target, Progress progress) throws IOException {
        return new StoreCopy(database, target, true, progress).make();
    }

    /** The same, but copies everything. */
    static long copy(Path database, Path target, Progress progress) throws IOException {
        return new StoreCopy(database, target, false, progress).make();
    }

    /** Where a copy lies until it is whole, if the target does not exist. */
    static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + ".unfinished");
    }

    private long make() throws IOException {
        boolean isInPlace = Files.exists(target);
        Path folder = isInPlace ? target : unfinished(target);
        create(isInPlace ? target.resolve(StoreFolder.DATABASE) : folder);
        try {
            fill(folder);
            if (!folder.equals(target)) {
                Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            }
            DurableFiles.syncFolder(Objects.requireNonNull(target.getParent()));
            return size;
        } catch (IOException | RuntimeException | Error failed) {
            undo(folder, failed);
            throw failed;
        }
    }

    /** Whoever makes it may fill it. */
    private void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException taken) {
            throw new UpkeepRefused(isInTheWay(folder), taken);
        }
    }

    private String isInTheWay(Path folder) {
        return folder + " is in the way: a copy to " + target
                + " is under way or was broken off; if it was broken off, remove that folder";
    }

    private void fill(Path folder) throws IOException {
        List<Path> files = filesOf(database);
        for (Path file : files) {
            size += Files.size(file);
        }
        Path into = Files.createDirectories(folder.resolve(StoreFolder.DATABASE));
        for (Path file : files) {
            Path to = into.resolve(Objects.requireNonNull(file.getFileName()));
            if (linksTables && to.toString().endsWith(TABLE) && isLinked(file, to)) {
                advance(Files.size(file));
            } else {
                copy(file, to);
            }
        }
        DurableFiles.syncFolder(into);
        StoreFolder.writeFormat(folder);
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

    /** Other file systems, and some of their own accord, do not let a file have two names. */
    private static boolean isLinked(Path file, Path to) {
        try {
            Files.createLink(to, file);
            return true;
        } catch (IOException | UnsupportedOperationException impossible) {
            return false;
        }
    }

    private void copy(Path file, Path to) throws IOException {
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
                advance(copied);
            }
            into.force(true);
        }
    }

    private void advance(long bytes) {
        done += bytes;
        progress.advanced(done, Math.max(size, done));
    }

    /** Takes away what makes it a store before anything else, should this be interrupted as well. */
    private void undo(Path folder, Throwable failed) {
        try {
            if (folder.equals(target)) {
                StoreFolder.removeFormat(folder);
                DurableFiles.remove(folder.resolve(StoreFolder.DATABASE));
            } else if (Files.exists(folder)) {
                DurableFiles.remove(folder);
            } else {
                StoreFolder.removeFormat(target);
                DurableFiles.remove(target);
            }
        } catch (IOException stays) {
            failed.addSuppressed(stays);
        }
    }
}
