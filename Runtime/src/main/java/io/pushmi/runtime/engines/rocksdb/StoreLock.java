package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The lock of a store's folder: whoever writes there has it alone, and whoever looks keeps writers away. */
final class StoreLock implements AutoCloseable {
    /**
     * The operating system drops a process's lock when the process closes any channel of the file, so a second attempt
     * within this process must be turned away before it opens one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final @Nullable FileChannel channel;

    /** Somebody else has it. */
    static final class Taken extends IOException {
        Taken(String who) {
            super(who);
        }
    }

    private StoreLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * For one process alone.
     *
     * @param file links resolved
     */
    static StoreLock own(Path file) throws IOException {
        return take(file, false);
    }

    /**
     * Together with others who only look. Where no lock was ever made and none can be made, nobody can be writing, and
     * nothing is locked.
     *
     * @param file links resolved
     */
    static StoreLock share(Path file) throws IOException {
        boolean canBeTaken = Files.exists(file) || Files.isWritable(Objects.requireNonNull(file.getParent()));
        return canBeTaken ? take(file, true) : new StoreLock(file, null);
    }

    private static StoreLock take(Path file, boolean isShared) throws IOException {
        if (!HELD.add(file)) {
            throw new Taken("it is open in this process already");
        }
        try {
            return lock(file, isShared);
        } catch (IOException | RuntimeException failed) {
            HELD.remove(file);
            throw failed;
        }
    }

    private static StoreLock lock(Path file, boolean isShared) throws IOException {
        if (!Files.exists(file)) {
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        }
        FileChannel channel = FileChannel.open(file, isShared ? StandardOpenOption.READ : StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel, isShared);
            if (lock == null) {
                throw new Taken("another process has it open");
            }
            return new StoreLock(file, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean isShared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, isShared);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failed) {
            throw new IllegalStateException("the lock " + file + " cannot be let go", failed);
        } finally {
            HELD.remove(file);
        }
    }
}
