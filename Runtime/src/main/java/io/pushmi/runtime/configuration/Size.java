package io.pushmi.runtime.configuration;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as operators write them: plain, or with a binary or decimal unit in any case. */
final class Size {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);

    static final long KIB = 1L << 10;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Size() {}

    static Optional<Long> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return unit(parts.group(2))
                .filter(unit -> number <= Long.MAX_VALUE / unit)
                .map(unit -> number * unit);
    }

    static String text(long bytes) {
        if (bytes >= GIB && bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes >= MIB && bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        if (bytes >= KIB && bytes % KIB == 0) {
            return bytes / KIB + "KiB";
        }
        return bytes + (bytes == 1 ? " byte" : " bytes");
    }

    private static Optional<Long> unit(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "b" -> Optional.of(1L);
            case "kib" -> Optional.of(KIB);
            case "mib" -> Optional.of(MIB);
            case "gib" -> Optional.of(GIB);
            case "kb" -> Optional.of(1_000L);
            case "mb" -> Optional.of(1_000_000L);
            case "gb" -> Optional.of(1_000_000_000L);
            default -> Optional.empty();
        };
    }
}
