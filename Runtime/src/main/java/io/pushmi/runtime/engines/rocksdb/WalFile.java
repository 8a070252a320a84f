package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One file of the write-ahead log, read block by block. */
final class WalFile {
    private final Path path;
    private final long size;

    /**
     * What a file holds from its start on.
     *
     * @param end where the last write ends that is all there
     * @param lastSequence the number of that write, or the one passed in if there is none
     * @param damage where the first thing lies that is not what it should be, or null if the file ends with that write
     */
    record Content(long end, long lastSequence, @Nullable Long damage) {}

    WalFile(Path path, long size) {
        this.path = path;
        this.size = size;
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    Content read(long sequenceBefore) throws IOException {
        Progress progress = new Progress(sequenceBefore);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            for (long start = 0; start < size && progress.damage == null; start += WalBlock.SIZE) {
                progress.read(block(file, start), start);
            }
        }
        if (progress.damage == null && progress.isWithinWrite) {
            progress.damage = size;
        }
        return new Content(progress.end, progress.sequence, progress.damage);
    }

    /**
     * Whether a write begins after the damage that is newer than the sequence number: since a write begins only when
     * the one before is on disk, what was damaged then was on disk too. Fragments that only go on with a write prove
     * nothing, because the blocks of one write reach a disk in any order.
     */
    boolean hasWriteAfter(long damage, long sequence) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long first = damage - damage % WalBlock.SIZE;
            for (long start = first; start < size; start += WalBlock.SIZE) {
                int from = start == first ? (int) (damage - start) : 0;
                if (hasWrite(block(file, start), from, sequence)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasWrite(WalBlock block, int from, long sequence) {
        int offset = from;
        while (offset < block.length()) {
            WalBlock.Fragment fragment = block.at(offset);
            if (fragment != null && fragment.startsWrite() && fragment.sequence() > sequence) {
                return true;
            }
            offset += fragment == null ? 1 : fragment.size();
        }
        return false;
    }

    private WalBlock block(RandomAccessFile file, long start) throws IOException {
        byte[] bytes = new byte[(int) Math.min(WalBlock.SIZE, size - start)];
        file.seek(start);
        file.readFully(bytes);
        return new WalBlock(bytes, bytes.length);
    }

    private static final class Progress {
        private long end;
        private long sequence;
        private long startedSequence;
        private boolean isWithinWrite;
        private @Nullable Long damage;

        Progress(long sequence) {
            this.sequence = sequence;
        }

        void read(WalBlock block, long start) {
            int offset = 0;
            while (offset < block.length() && !block.isTrailer(offset)) {
                WalBlock.Fragment fragment = block.at(offset);
                if (fragment == null || !follows(fragment)) {
                    damage = start + offset;
                    return;
                }
                offset += fragment.size();
                accept(fragment, start + offset);
            }
        }

        private boolean follows(WalBlock.Fragment fragment) {
            return switch (fragment.part()) {
                case WHOLE, FIRST -> !isWithinWrite;
                case MIDDLE, LAST -> isWithinWrite;
                case NOTE -> true;
            };
        }

        private void accept(WalBlock.Fragment fragment, long fragmentEnd) {
            if (fragment.startsWrite()) {
                startedSequence = fragment.sequence();
            }
            if (fragment.part() != WalBlock.Part.NOTE) {
                isWithinWrite = fragment.part() == WalBlock.Part.FIRST || fragment.part() == WalBlock.Part.MIDDLE;
                sequence = isWithinWrite ? sequence : startedSequence;
            }
            if (!isWithinWrite) {
                end = fragmentEnd;
            }
        }
    }
}
