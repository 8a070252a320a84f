package io.pushmi.runtime.engines.mongodb;

import java.util.Arrays;

/**
 * Text as UTF-8, and a surrogate without its other half as the three bytes that its code point would have: Java text may
 * contain one, different texts must stay different, and what was stored must come back.
 */
final class WideText {
    private static final int CONTINUED = 0x3F;

    private WideText() {}

    static byte[] bytes(String text) {
        byte[] bytes = new byte[3 * text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = lengthOf(point);
            for (int k = length - 1; k > 0; k--) {
                bytes[size + k] = (byte) (0x80 | (point & CONTINUED));
                point >>= 6;
            }
            bytes[size] = (byte) (length == 1 ? point : 0xF00 >> length | point);
            size += length;
            i += length == 4 ? 2 : 1;
        }
        return Arrays.copyOf(bytes, size);
    }

    /** The text of the first bytes, which {@link #bytes} has written. */
    static String of(byte[] bytes, int size) {
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; ) {
            int lead = bytes[i] & 0xFF;
            int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            int point = length == 1 ? lead : lead & (0x7F >> length);
            for (int k = 1; k < length; k++) {
                point = point << 6 | (bytes[i + k] & CONTINUED);
            }
            text.appendCodePoint(point);
            i += length;
        }
        return text.toString();
    }

    private static int lengthOf(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
    }
}
