package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The names of an export's files: readable where the names in the store are plain, different for different ones on every
 * file system, whether or not case matters there, and the same in every export.
 */
final class FileNames {
    static final String MANIFEST = "manifest.json";
    static final String PROGRESS = "progress.jsonl";

    private static final String ENDING = ".jsonl.gz";
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int LONGEST = 120;
    private static final int LEFT_OF_LONG = 64;
    private static final int HASH_DIGITS = 32;

    private FileNames() {}

    static String of(LogId log) {
        return log.tenant() + "/logs/" + encoded(log.name().value()) + ENDING;
    }

    static String of(TenantId tenant, String collection) {
        return tenant + "/state/" + encoded(collection) + ENDING;
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().toHexDigits(c));
            }
        }
        return encoded.length() <= LONGEST ? encoded.toString() : encoded.substring(0, LEFT_OF_LONG) + "~" + hash(name);
    }

    /** Not of the bytes, in which texts that are no Unicode are all alike. */
    private static String hash(String name) {
        byte[] hash = Chain.sha256().digest(units(name));
        return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    }

    private static byte[] units(String name) {
        ByteBuffer units = ByteBuffer.allocate(2 * name.length());
        units.asCharBuffer().put(name);
        return units.array();
    }
}
