package io.pushmi.runtime.processing.projections;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes instants, in UTC, as clients ask for them: in the manner of .NET, as far as keys are made of it. */
final class OccurredFormat {
    private static final String EXPECTED = "expected yyyy, MM, dd, HH, hh, mm and ss, at least one of them, and between"
            + " them nothing but spaces, digits and any of - : / . , _";
    private static final int LONGEST_YEAR = 10;

    private static final Map<String, Consumer<DateTimeFormatterBuilder>> FIELDS = Map.of(
            "yyyy", format -> format.appendValue(ChronoField.YEAR, 4, LONGEST_YEAR, SignStyle.NORMAL),
            "MM", format -> format.appendValue(ChronoField.MONTH_OF_YEAR, 2),
            "dd", format -> format.appendValue(ChronoField.DAY_OF_MONTH, 2),
            "HH", format -> format.appendValue(ChronoField.HOUR_OF_DAY, 2),
            "hh", format -> format.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 2),
            "mm", format -> format.appendValue(ChronoField.MINUTE_OF_HOUR, 2),
            "ss", format -> format.appendValue(ChronoField.SECOND_OF_MINUTE, 2));

    /** A run of one letter, or anything else one by one. */
    private static final Pattern PART = Pattern.compile("([a-zA-Z])\\1*|.", Pattern.DOTALL);

    private static final String BETWEEN = " 0123456789-:/.,_";

    private final DateTimeFormatter formatter;

    private OccurredFormat(DateTimeFormatter formatter) {
        this.formatter = formatter;
    }

    /** What is wrong with a format; empty if nothing is. */
    static Optional<String> problemIn(String format) {
        Matcher parts = PART.matcher(format);
        boolean hasField = false;
        while (parts.find()) {
            String part = parts.group();
            if (!FIELDS.containsKey(part) && !BETWEEN.contains(part)) {
                return Optional.of("the format '" + format + "' has '" + part + "' in it; " + EXPECTED);
            }
            hasField |= FIELDS.containsKey(part);
        }
        return hasField
                ? Optional.empty()
                : Optional.of("the format '" + format + "' has no part of a time in it; " + EXPECTED);
    }

    /** @param format one without a problem */
    static OccurredFormat of(String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        Matcher parts = PART.matcher(format);
        while (parts.find()) {
            String part = parts.group();
            FIELDS.getOrDefault(part, literal -> literal.appendLiteral(part)).accept(builder);
        }
        return new OccurredFormat(builder.toFormatter(Locale.ROOT).withZone(ZoneOffset.UTC));
    }

    String write(Instant occurred) {
        return formatter.format(occurred);
    }
}
