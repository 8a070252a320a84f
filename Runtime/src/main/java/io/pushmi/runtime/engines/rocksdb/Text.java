package io.pushmi.runtime.engines.rocksdb;

import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8, except that a surrogate without its other half is written as the three bytes that UTF-8 would give its
 * code point. Java text may contain one, different texts must stay different, and what was stored must come back.
 */
final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    static byte[] bytes(String text) {
        return hasLoneSurrogate(text) ? generalised(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    static String of(byte[] array, int offset, int length) {
        String text = new String(array, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : generalised(array, offset, offset + length);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!startsPair(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean startsPair(String text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private static byte[] generalised(String text) {
        ByteWriter bytes = new ByteWriter(3 * text.length());
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (startsPair(text, i)) {
                i++;
                continue;
            }
            bytes.raw(text.substring(written, i).getBytes(StandardCharsets.UTF_8));
            bytes.octet(0xED).octet(0x80 | (c >> 6 & 0x3F)).octet(0x80 | (c & 0x3F));
            written = i + 1;
        }
        return bytes.raw(text.substring(written).getBytes(StandardCharsets.UTF_8))
                .toArray();
    }

    private static String generalised(byte[] array, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int read = from;
        for (int i = from; i + 2 < to; i++) {
            if ((array[i] & 0xFF) == 0xED && (array[i + 1] & 0xFF) >= 0xA0) {
                text.append(new String(array, read, i - read, StandardCharsets.UTF_8));
                text.append((char) (0xD000 | ((array[i + 1] & 0x3F) << 6) | (array[i + 2] & 0x3F)));
                i += 2;
                read = i + 1;
            }
        }
        return text.append(new String(array, read, to - read, StandardCharsets.UTF_8))
                .toString();
    }
}
