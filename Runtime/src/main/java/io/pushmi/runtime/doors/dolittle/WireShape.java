package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.UUID;

/**
 * The shape in which a client writes the ids of event sources and partitions, at the same field numbers: contracts of
 * generation 5 have a Uuid message there, later ones a text. Inside the Runtime such an id is text, that of a Uuid in
 * lower case with dashes, so that both name the same event source.
 *
 * <p>A request tells its shape by any id in it that is not empty, and its answer has the same one. An id that came as a
 * Uuid can always be shown as one; an id that came as text is never asked for as a Uuid.
 */
public enum WireShape {
    /** UTF-8, from generation 6 on. */
    TEXT("text"),
    /** A Uuid message, in generation 5. */
    UUID("a Uuid");

    /** A length-delimited field 1 of 16 bytes. As text this would be a line feed and a DLE, which no real id starts with. */
    private static final byte[] UUID_PREFIX = {0x0A, Guids.LENGTH};

    private static final int UUID_LENGTH = UUID_PREFIX.length + Guids.LENGTH;

    private final String description;

    WireShape(String description) {
        this.description = description;
    }

    /** The shape of an id, or the other one given if the id is empty and tells nothing. */
    static WireShape of(ByteString id, WireShape unlessTold) {
        if (id.isEmpty()) {
            return unlessTold;
        }
        return id.size() == UUID_LENGTH && id.byteAt(0) == UUID_PREFIX[0] && id.byteAt(1) == UUID_PREFIX[1]
                ? UUID
                : TEXT;
    }

    /**
     * The id as it is known inside the Runtime; empty if it is empty.
     *
     * @throws MalformedRequest if it is neither a Uuid nor UTF-8
     */
    static String read(ByteString id, String field) {
        if (of(id, TEXT) == UUID) {
            return Guids.read(id, UUID_PREFIX.length).toString();
        }
        if (!id.isValidUtf8()) {
            throw new MalformedRequest(
                    field, "expected UTF-8 text or a Uuid, found " + id.size() + " bytes that are neither");
        }
        return id.toStringUtf8();
    }

    /** Whether {@link #write} can write the id. */
    boolean canShow(String id) {
        return this == TEXT || id.isEmpty() || Guids.ofText(id) != null;
    }

    /**
     * The id in this shape; an empty one is empty in both.
     *
     * @throws IllegalArgumentException if the id is no Uuid and this shape can only show those
     */
    ByteString write(String id) {
        if (this == TEXT || id.isEmpty()) {
            return ByteString.copyFromUtf8(id);
        }
        UUID uuid = Guids.ofText(id);
        if (uuid == null) {
            throw new IllegalArgumentException("'" + id + "' is no Uuid and cannot be shown as one");
        }
        byte[] bytes = new byte[UUID_LENGTH];
        bytes[0] = UUID_PREFIX[0];
        bytes[1] = UUID_PREFIX[1];
        Guids.write(uuid, bytes, UUID_PREFIX.length);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** What an id of this shape is, as words in a sentence. */
    @Override
    public String toString() {
        return description;
    }
}
