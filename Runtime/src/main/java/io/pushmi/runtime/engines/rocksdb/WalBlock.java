package io.pushmi.runtime.engines.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One block of a write-ahead log file. RocksDB cuts its files into blocks of 32 KiB and every write into fragments that
 * lie within a block, each behind a header: checksum (4), length (2), type (1), and for the recyclable types the number
 * of the file (4), all little-endian. What is left of a block when no header fits is filled with zeros.
 */
final class WalBlock {
    static final int SIZE = 32 << 10;
    static final int HEADER = 7;

    private static final int RECYCLABLE_HEADER = 11;
    private static final int CHECKSUM_MASK = 0xA282EAD8;
    private static final int SEQUENCE_SIZE = 8;

    private final byte[] bytes;
    private final int length;

    /** What a fragment is of the write that it belongs to. */
    enum Part {
        WHOLE,
        FIRST,
        MIDDLE,
        LAST,
        /** Nothing of any write, but what RocksDB notes for itself. */
        NOTE
    }

    /**
     * A fragment whose checksum is right.
     *
     * @param sequence where a write starts, the number that RocksDB gave it, which grows from write to write; else 0
     */
    record Fragment(Part part, int size, long sequence) {
        boolean startsWrite() {
            return part == Part.WHOLE || part == Part.FIRST;
        }
    }

    WalBlock(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    int length() {
        return length;
    }

    /** Whether nothing more can begin here, since the rest of a full block is too short for a header. */
    boolean isTrailer(int offset) {
        return length == SIZE && SIZE - offset < HEADER;
    }

    /** The fragment that begins here, or null if none does. */
    @Nullable
    Fragment at(int offset) {
        if (length - offset < HEADER) {
            return null;
        }
        ByteBuffer header =
                ByteBuffer.wrap(bytes, offset, length - offset).slice().order(ByteOrder.LITTLE_ENDIAN);
        int type = header.get(6) & 0xFF;
        Part part = partOf(type);
        int headerSize = isRecyclable(type) ? RECYCLABLE_HEADER : HEADER;
        int size = headerSize + (header.getShort(4) & 0xFFFF);
        if (part == null || size > length - offset || header.getInt(0) != checksum(offset + 6, offset + size)) {
            return null;
        }
        boolean starts = part == Part.WHOLE || part == Part.FIRST;
        if (starts && size - headerSize < SEQUENCE_SIZE) {
            return null;
        }
        return new Fragment(part, size, starts ? header.getLong(headerSize) : 0);
    }

    private int checksum(int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from);
        return Integer.rotateRight((int) checksum.getValue(), 15) + CHECKSUM_MASK;
    }

    private static @Nullable Part partOf(int type) {
        return switch (type) {
            case 1, 5 -> Part.WHOLE;
            case 2, 6 -> Part.FIRST;
            case 3, 7 -> Part.MIDDLE;
            case 4, 8 -> Part.LAST;
            case 9, 10, 11, 130, 131 -> Part.NOTE;
            default -> null;
        };
    }

    private static boolean isRecyclable(int type) {
        return (type >= 5 && type <= 8) || type == 11 || type == 131;
    }
}
