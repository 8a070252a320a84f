package io.pushmi.runtime.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes messages that no client would send, the same ones each time. */
final class OddMessages {
    private static final int DEEPEST = 7;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "{}",
            "[",
            "\u2028",
            "No alias",
            "ä€𝄞",
            "445f8ea8-1a6f-40d7-b2fc-796dba92dc44",
            "x".repeat(3000));
    private static final List<Long> NUMBERS = List.of(
            0L, 1L, -1L, 2L, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
    private static final String TENANT_TEXT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";
    private static final ByteString TENANT =
            EventStoreClient.uuid(UUID.fromString(TENANT_TEXT)).getValue();

    private final Random random;
    private int oddOnesIn = 1;

    OddMessages(long seed) {
        this.random = new Random(seed);
    }

    /**
     * The bytes of a message of the type. Some have one odd value among good ones, since a request is refused for the
     * first that is wrong with it; some are odd all over; of some, bytes are changed, lost or added.
     */
    byte[] next(Descriptor type) {
        oddOnesIn = oneOf(List.of(2, 20, 200));
        byte[] bytes = message(type, 0).toByteArray();
        return random.nextInt(4) == 0 && bytes.length > 0 ? damage(bytes) : bytes;
    }

    private byte[] damage(byte[] bytes) {
        byte[] damaged = Arrays.copyOf(bytes, Math.max(1, bytes.length + random.nextInt(5) - 3));
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private DynamicMessage message(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (isOdd() || depth > DEEPEST) {
                continue;
            }
            if (field.isRepeated()) {
                for (int values = isOdd() ? random.nextInt(4) : 1; values > 0; values--) {
                    message.addRepeatedField(field, value(field, depth));
                }
            } else {
                message.setField(field, value(field, depth));
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return message(field.getMessageType(), depth + 1);
        }
        return isOdd() ? odd(field) : good(field);
    }

    private Object odd(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> oneOf(NUMBERS).intValue();
            case LONG -> oneOf(NUMBERS);
            case STRING -> oneOf(TEXTS);
            case BYTE_STRING -> bytes();
            case ENUM ->
                field.getEnumType()
                        .findValueByNumberCreatingIfUnknown(oneOf(NUMBERS).intValue());
            default -> good(field);
        };
    }

    private Object good(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> 1;
            case LONG -> 0L;
            case FLOAT -> 1.0f;
            case DOUBLE -> 1.0;
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                switch (field.getName()) {
                    case "tenant", "correlations", "id" -> TENANT_TEXT;
                    case "scope" -> "";
                    default -> "{}";
                };
            case BYTE_STRING ->
                switch (field.getName()) {
                    case "value" -> TENANT;
                    case "spanId" -> ByteString.copyFrom(new byte[8]);
                    default -> ByteString.copyFromUtf8("odd " + random.nextInt());
                };
            case ENUM -> field.getEnumType().getValues().get(field.getName().equals("kind") ? 1 : 0);
            case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    private ByteString bytes() {
        byte[] bytes = new byte[oneOf(List.of(0, 1, 15, 16, 17, 18, 40))];
        random.nextBytes(bytes);
        return random.nextBoolean() ? ByteString.copyFrom(bytes) : ByteString.copyFromUtf8(oneOf(TEXTS));
    }

    private boolean isOdd() {
        return random.nextInt(oddOnesIn) == 0;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
