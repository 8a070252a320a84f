package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.LogName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of the collections of logs. Different logs never share one; short plain names stay readable. What a name
 * cannot hold is kept by a hash, which only the directory of logs can turn back into the name.
 */
final class CollectionNames {
    static final String PREFIX = "log-";

    private static final int LONGEST = 100;
    private static final int KEPT = 60;
    private static final int HASH = 16;

    /** No escaped name has one, so that no name of a log looks like one that was shortened. */
    private static final char SHORTENED = '~';

    private CollectionNames() {}

    static String of(LogName log) {
        String text = log.value();
        byte[] bytes = Text.isWhole(text) ? text.getBytes(StandardCharsets.UTF_8) : Text.halves(text);
        String escaped = escaped(bytes);
        if (escaped.length() <= LONGEST && Text.isWhole(text)) {
            return PREFIX + escaped;
        }
        String hash = HexFormat.of().formatHex(Sha256.of(bytes), 0, HASH);
        return PREFIX + escaped.substring(0, Math.min(KEPT, escaped.length())) + SHORTENED + hash;
    }

    private static String escaped(byte[] bytes) {
        StringBuilder name = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            if (isPlain(one)) {
                name.append((char) one);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return name.toString();
    }

    private static boolean isPlain(byte one) {
        return (one >= 'A' && one <= 'Z')
                || (one >= 'a' && one <= 'z')
                || (one >= '0' && one <= '9')
                || one == '-'
                || one == '_';
    }
}
