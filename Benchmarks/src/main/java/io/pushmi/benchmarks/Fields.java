package io.pushmi.benchmarks;

/**
 * Finds single fields in the bytes of a protobuf message without making an object, because a client that shares the machine
 * with the server must cost as little as it can. A place in the bytes is a {@code long}: where it begins, and where it
 * ends. Where a field is there more than once, the first counts.
 *
 * <p>Every method throws an {@link IllegalStateException} for bytes that are no message.
 */
final class Fields {
    /** Where a field would be that is not there. */
    static final long NONE = -1;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int WITH_LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private static final int TYPE_BITS = 3;
    private static final int VARINT_BITS = 7;
    private static final int LONGEST_VARINT = 10;

    private Fields() {}

    /** All of a message. */
    static long all(byte[] message) {
        return place(0, message.length);
    }

    static int begin(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    static int length(long place) {
        return (int) place - begin(place);
    }

    /** The number of the first field of a message, or 0 if it has none. */
    static int first(byte[] message) {
        return message.length == 0 ? 0 : (int) (varintAt(message, 0, message.length) >>> TYPE_BITS);
    }

    /** The content of a field that has a length: of bytes, of text, or of a message. */
    static long find(byte[] message, long within, int field) {
        int at = seek(message, within, field << TYPE_BITS | WITH_LENGTH);
        if (at < 0) {
            return NONE;
        }
        int end = (int) within;
        long length = varintAt(message, at, end);
        int content = afterVarint(message, at, end);
        return place(content, skip(content, length, end));
    }

    /** The value of a field that is a number of variable length; 0 if it is not there. */
    static long number(byte[] message, long within, int field) {
        int at = seek(message, within, field << TYPE_BITS | VARINT);
        return at < 0 ? 0 : varintAt(message, at, (int) within);
    }

    /** Where the value after this tag begins, or less than 0. */
    private static int seek(byte[] message, long within, int wanted) {
        int end = (int) within;
        int at = begin(within);
        while (at < end) {
            long tag = varintAt(message, at, end);
            at = afterVarint(message, at, end);
            if (tag == wanted) {
                return at;
            }
            at = afterValue(message, at, end, (int) tag & ((1 << TYPE_BITS) - 1));
        }
        return -1;
    }

    private static int afterValue(byte[] message, int at, int end, int type) {
        return switch (type) {
            case VARINT -> afterVarint(message, at, end);
            case EIGHT_BYTES -> skip(at, Long.BYTES, end);
            case FOUR_BYTES -> skip(at, Integer.BYTES, end);
            case WITH_LENGTH -> skip(afterVarint(message, at, end), varintAt(message, at, end), end);
            default ->
                throw new IllegalStateException(
                        "expected a field's type of 0, 1, 2 or 5 before byte " + at + " of a message, found " + type);
        };
    }

    private static int skip(int at, long length, int end) {
        if (length < 0 || length > end - at) {
            throw new IllegalStateException("a field at byte " + at + " of a message has " + length
                    + " bytes, expected at most the " + (end - at) + " that follow");
        }
        return at + (int) length;
    }

    private static long varintAt(byte[] message, int at, int end) {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT && at + i < end; i++) {
            byte next = message[at + i];
            value |= (long) (next & Byte.MAX_VALUE) << (i * VARINT_BITS);
            if (next >= 0) {
                return value;
            }
        }
        throw endless(at);
    }

    private static int afterVarint(byte[] message, int at, int end) {
        for (int i = at; i < end && i < at + LONGEST_VARINT; i++) {
            if (message[i] >= 0) {
                return i + 1;
            }
        }
        throw endless(at);
    }

    private static IllegalStateException endless(int at) {
        return new IllegalStateException("expected a number at byte " + at + " of a message, found no end of one");
    }

    private static long place(int begin, int end) {
        return (long) begin << Integer.SIZE | end;
    }
}
