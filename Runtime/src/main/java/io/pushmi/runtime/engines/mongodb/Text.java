package io.pushmi.runtime.engines.mongodb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text and bytes, and which of them BSON can keep as a string. Java text may contain half of a surrogate pair, which
 * UTF-8 has no form for: such text is kept as binary, two bytes for each character.
 */
final class Text {
    private Text() {}

    /** Whether the bytes are UTF-8, to the letter. */
    static boolean isUtf8(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return decodes(ByteBuffer.wrap(bytes, i, bytes.length - i));
            }
        }
        return true;
    }

    private static boolean decodes(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /** Whether every surrogate of the text has its other half. */
    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Text that is not whole, as bytes. */
    static byte[] halves(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes.write(text.charAt(i) >> 8);
            bytes.write(text.charAt(i));
        }
        return bytes.toByteArray();
    }

    static String ofHalves(byte[] array, int offset, int length) {
        StringBuilder text = new StringBuilder(length / 2);
        for (int i = offset; i + 1 < offset + length; i += 2) {
            text.append((char) (((array[i] & 0xFF) << 8) | (array[i + 1] & 0xFF)));
        }
        return text.toString();
    }
}
