package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StateName;
import java.util.Objects;

/**
 * The {@code _id} of a state document: its collection, a slash, and its name, in printable ASCII. Whatever compares text,
 * by bytes or by UTF-16, sorts the documents of a collection by the bytes of their names.
 *
 * <p>Bytes that are not written as they are become two hexadecimal digits: behind {@code !}, which comes before all
 * others, those up to its own; behind {@code ~}, which comes after, those from its own on.
 */
final class StateKey {
    /** Names no state document, and comes after all that do. */
    static final String REVISIONS = "~revisions";

    private static final char SEPARATOR = '/';
    private static final char AFTER_SEPARATOR = '0';
    private static final char LOW = '!';
    private static final char HIGH = '~';
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private StateKey() {}

    static String of(StateName name) {
        return of(name.collection(), name.name());
    }

    static String of(String collection, String name) {
        return first(collection) + written(name);
    }

    /** What the key of every document of the collection begins with; comes before them all. */
    static String first(String collection) {
        return beginning(collection) + SEPARATOR;
    }

    /** Comes after the key of every document of the collection, and before those that sort after them. */
    static String beyond(String collection) {
        return beginning(collection) + AFTER_SEPARATOR;
    }

    /** The collection that is named by a key. */
    static String collectionOf(String key) {
        return read(key.substring(0, separatorOf(key)));
    }

    /** The name that is in a key. */
    static String nameOf(String key) {
        return read(key.substring(separatorOf(key) + 1));
    }

    /** The order of collections does not matter, so that a slash may be written out of order. */
    private static String beginning(String collection) {
        return written(collection).replace("/", "!2F");
    }

    private static int separatorOf(String key) {
        int separator = key.indexOf(SEPARATOR);
        if (separator <= 0) {
            throw new IllegalArgumentException("'" + key + "' names no state document, there is no '/' in it");
        }
        return separator;
    }

    private static String written(String text) {
        byte[] bytes = WideText.bytes(text);
        StringBuilder written = new StringBuilder(bytes.length + 8);
        for (byte each : bytes) {
            int octet = each & 0xFF;
            if (octet > LOW && octet < HIGH) {
                written.append((char) octet);
            } else {
                written.append(octet <= LOW ? LOW : HIGH)
                        .append(DIGITS[octet >> 4])
                        .append(DIGITS[octet & 0xF]);
            }
        }
        return written.toString();
    }

    private static String read(String written) {
        byte[] bytes = new byte[written.length()];
        int size = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == LOW || c == HIGH) {
                int digits = Objects.checkFromToIndex(i + 1, i + 3, written.length());
                bytes[size++] = (byte) Integer.parseInt(written, digits, digits + 2, 16);
                i += 2;
            } else {
                bytes[size++] = (byte) c;
            }
        }
        return WideText.of(bytes, size);
    }
}
