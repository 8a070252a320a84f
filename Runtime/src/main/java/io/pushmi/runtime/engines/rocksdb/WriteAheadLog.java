package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageDamaged;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a crash left unfinished from what was damaged, before RocksDB looks. None of its own recovery modes does:
 * tolerating a torn tail it refuses one of garbage, and it passes over zeros in the middle and goes on behind them.
 *
 * <p>There is one writer and each of its writes waits for the disk, so a crash can leave only the last write unfinished,
 * which nobody was told was done: it is cut off, and kept beside the file. Anything wrong before a later write was on
 * disk once: then nothing is touched, and the store does not open.
 */
final class WriteAheadLog {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final String EXTENSION = ".log";

    private final Path store;
    private final Path database;

    private record Damage(int file, long at, WalFile.Content content) {}

    WriteAheadLog(Path store, Path database) {
        this.store = store;
        this.database = database;
    }

    /**
     * Cuts off an unfinished last write, if there is one.
     *
     * @throws StoreCannotBeOpened if there is damage before a later write
     */
    void repair() throws IOException {
        List<WalFile> files = files();
        Damage damage = firstDamage(files);
        if (damage == null) {
            return;
        }
        String harm = harm(files, damage);
        if (harm != null) {
            throw new StoreCannotBeOpened(store, harm, null);
        }
        cut(files.get(damage.file()), damage.content().end());
        for (WalFile later : files.subList(damage.file() + 1, files.size())) {
            cut(later, 0);
        }
    }

    /**
     * Whether there is an unfinished last write, which {@link #repair} would cut off. Changes nothing.
     *
     * @throws StorageDamaged if there is damage before a later write
     */
    boolean isTorn() throws IOException {
        List<WalFile> files = files();
        Damage damage = firstDamage(files);
        String harm = damage == null ? null : harm(files, damage);
        if (harm != null) {
            throw new StorageDamaged(harm, null);
        }
        return damage != null;
    }

    private List<WalFile> files() throws IOException {
        if (!Files.isDirectory(database)) {
            return List.of();
        }
        List<WalFile> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(database)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (String.valueOf(entry.getFileName()).matches("[0-9]+\\" + EXTENSION)) {
                    files.add(new WalFile(entry, Files.size(entry)));
                }
            }
        }
        files.sort(Comparator.comparingLong(WriteAheadLog::numberOf));
        return files;
    }

    private static long numberOf(WalFile file) {
        return Long.parseLong(file.name().substring(0, file.name().length() - EXTENSION.length()));
    }

    private static @Nullable Damage firstDamage(List<WalFile> files) throws IOException {
        long sequence = -1;
        for (int i = 0; i < files.size(); i++) {
            WalFile.Content content = files.get(i).read(sequence);
            if (content.damage() != null) {
                return new Damage(i, content.damage(), content);
            }
            sequence = content.lastSequence();
        }
        return null;
    }

    /** What is wrong, unless the damage is in the last write of all. */
    private @Nullable String harm(List<WalFile> files, Damage damage) throws IOException {
        for (int i = damage.file(); i < files.size(); i++) {
            long from = i == damage.file() ? damage.at() : 0;
            if (files.get(i).hasWriteAfter(from, damage.content().lastSequence())) {
                WalFile damaged = files.get(damage.file());
                return "its write-ahead log " + database.resolve(damaged.name()) + " is damaged at byte " + damage.at()
                        + ", before writes that were made later";
            }
        }
        return null;
    }

    private void cut(WalFile file, long end) throws IOException {
        if (file.size() == end) {
            return;
        }
        Path kept = file.path().resolveSibling(file.name() + "." + end + ".torn");
        LOG.warn(
                "The last write of {} is not complete, as after a crash, and was never acknowledged: bytes from {} to {} are moved to {}",
                file.path(),
                end,
                file.size(),
                kept.getFileName());
        try (FileChannel log = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            log.position(end);
            DurableFiles.write(kept, Channels.newInputStream(log).readAllBytes());
            DurableFiles.syncFolder(database);
            log.truncate(end);
            log.force(true);
        }
    }
}
