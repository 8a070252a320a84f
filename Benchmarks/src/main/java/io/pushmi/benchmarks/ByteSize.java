package io.pushmi.benchmarks;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes as people write them: {@code 5GB}, {@code 64 MiB}, {@code 1000}. */
final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(K|M|G)?(I)?B?");

    @Override
    public Long convert(String text) {
        Matcher parts = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is no size, expected one like 5GB or 64MiB");
        }
        long unit = parts.group(3) == null ? 1000 : 1024;
        int power = parts.group(2) == null ? 0 : 1 + "KMG".indexOf(parts.group(2));
        long size = Long.parseLong(parts.group(1));
        for (int i = 0; i < power; i++) {
            size *= unit;
        }
        return size;
    }
}
