package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.pushmi.contracts.protobuf.Uuid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids as the contracts write them: 16 bytes in the order of a .NET Guid, in which the first three groups are
 * little-endian. As text an id is always in lower case with dashes, so that text and id map one to one.
 */
final class Guids {
    static final int LENGTH = 16;

    /** Where the bytes of a UUID stand in a Guid. Its own inverse. */
    private static final int[] PLACES = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final int TEXT_LENGTH = 36;

    /** The Guid that stands where there is none; below the places, which it is written with. */
    static final Uuid ZERO = write(new UUID(0, 0));

    private Guids() {}

    /**
     * The id in a field that must be set.
     *
     * @throws MalformedRequest if it is not set or not 16 bytes
     */
    static UUID require(boolean isSet, Uuid wire, String field) {
        if (!isSet) {
            throw MalformedRequest.notSet(field, "a Uuid");
        }
        if (wire.getValue().size() != LENGTH) {
            throw malformed(wire, field);
        }
        return read(wire.getValue(), 0);
    }

    static MalformedRequest malformed(Uuid wire, String field) {
        return new MalformedRequest(
                field, "expected " + LENGTH + " bytes, found " + wire.getValue().size());
    }

    /** The id in the 16 bytes from the offset on. */
    static UUID read(ByteString bytes, int offset) {
        return new UUID(half(bytes, offset, 0), half(bytes, offset, Long.BYTES));
    }

    private static long half(ByteString bytes, int offset, int from) {
        long half = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            half = half << Byte.SIZE | (bytes.byteAt(offset + PLACES[i]) & 0xFF);
        }
        return half;
    }

    static Uuid write(UUID id) {
        byte[] bytes = new byte[LENGTH];
        write(id, bytes, 0);
        return Uuid.newBuilder()
                .setValue(UnsafeByteOperations.unsafeWrap(bytes))
                .build();
    }

    static void write(UUID id, byte[] target, int offset) {
        for (int i = 0; i < Long.BYTES; i++) {
            int shift = Long.SIZE - Byte.SIZE * (i + 1);
            target[offset + PLACES[i]] = (byte) (id.getMostSignificantBits() >>> shift);
            target[offset + PLACES[Long.BYTES + i]] = (byte) (id.getLeastSignificantBits() >>> shift);
        }
    }

    /** The id whose text this is, or null where it is the text of none. */
    static @Nullable UUID ofText(String text) {
        if (text.length() != TEXT_LENGTH) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char character = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (character != '-') {
                    return null;
                }
                continue;
            }
            int digit = lowerCaseDigit(character);
            if (digit < 0) {
                return null;
            }
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
        }
        return new UUID(high, low);
    }

    private static int lowerCaseDigit(char character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
    }
}
