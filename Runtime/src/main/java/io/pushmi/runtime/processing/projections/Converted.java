package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.CopyValue;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns texts into dates and Guids of the kinds that readers of copies expect. */
final class Converted {
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:Z|z|([+-])(\\d{2})(?::?(\\d{2}))?)?)?");
    private static final Pattern GUID =
            Pattern.compile("([({])?([0-9A-Fa-f]{8})(-?)([0-9A-Fa-f]{4})\\3([0-9A-Fa-f]{4})\\3([0-9A-Fa-f]{4})\\3"
                    + "([0-9A-Fa-f]{12})([)}])?");
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** What .NET counts, from the first day of the year 1 on. */
    private static final int TICKS_PER_SECOND = 10_000_000;

    private static final int NANOS_PER_TICK = 100;
    private static final long SECONDS_FROM_YEAR_1_TO_1970 = 62_135_596_800L;

    private Converted() {}

    /** Nothing if the text is not what the conversion is of. */
    static Optional<CopyValue> of(String text, Conversion conversion) {
        return switch (conversion) {
            case NONE -> Optional.of(new CopyValue.Text(text));
            case DATE_AS_DATE -> time(text).map(Time::date);
            case DATE_AS_ARRAY -> time(text).map(Time::array);
            case DATE_AS_DOCUMENT -> time(text).map(Time::document);
            case DATE_AS_STRING -> time(text).map(time -> new CopyValue.Text(time.text()));
            case DATE_AS_INT64 -> time(text).map(time -> new CopyValue.Int64(time.ticks()));
            case GUID_AS_STANDARD_BINARY ->
                guid(text).map(guid -> new CopyValue.Guid(guid, CopyValue.Guid.Layout.STANDARD));
            case GUID_AS_CSHARP_LEGACY_BINARY ->
                guid(text).map(guid -> new CopyValue.Guid(guid, CopyValue.Guid.Layout.CSHARP_LEGACY));
            case GUID_AS_STRING -> guid(text).map(guid -> new CopyValue.Text(guid.toString()));
        };
    }

    /**
     * A time of a day.
     *
     * @param local what the clock showed, to the tick
     */
    private record Time(LocalDateTime local, ZoneOffset offset) {
        CopyValue date() {
            return new CopyValue.Date(local.toInstant(offset).toEpochMilli());
        }

        /** Of what the clock showed, as .NET counts them: the offset is beside them. */
        long ticks() {
            return (local.toEpochSecond(ZoneOffset.UTC) + SECONDS_FROM_YEAR_1_TO_1970) * TICKS_PER_SECOND
                    + ticksOfSecond();
        }

        private long ticksOfSecond() {
            return local.getLong(ChronoField.NANO_OF_SECOND) / NANOS_PER_TICK;
        }

        CopyValue minutes() {
            return new CopyValue.Int32(offset.getTotalSeconds() / 60);
        }

        CopyValue array() {
            return new CopyValue.Items(List.of(new CopyValue.Int64(ticks()), minutes()));
        }

        CopyValue document() {
            Map<String, CopyValue> fields = new LinkedHashMap<>();
            fields.put("DateTime", date());
            fields.put("Ticks", new CopyValue.Int64(ticks()));
            fields.put("Offset", minutes());
            return new CopyValue.Fields(fields);
        }

        String text() {
            String ticks = String.format(Locale.ROOT, "%07d", ticksOfSecond());
            String fraction = ticks.replaceFirst("0+$", "");
            return TO_THE_SECOND.format(local) + (fraction.isEmpty() ? "" : "." + fraction) + offset.getId();
        }
    }

    private static Optional<Time> time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches() || text.startsWith("0000")) {
            return Optional.empty();
        }
        try {
            int nanos = number((fraction(parts) + "000000000").substring(0, 9));
            LocalDateTime local = LocalDateTime.of(
                    number(parts.group(1)),
                    number(parts.group(2)),
                    number(parts.group(3)),
                    number(parts.group(4)),
                    number(parts.group(5)),
                    number(parts.group(6)),
                    nanos - nanos % NANOS_PER_TICK);
            return Optional.of(new Time(local, offset(parts)));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static String fraction(Matcher parts) {
        return parts.group(7) == null ? "" : parts.group(7);
    }

    /** UTC where none is said. */
    private static ZoneOffset offset(Matcher parts) {
        int sign = "-".equals(parts.group(8)) ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * number(parts.group(9)), sign * number(parts.group(10)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Optional<UUID> guid(String text) {
        Matcher parts = GUID.matcher(text);
        if (!parts.matches() || !isClosed(parts.group(1), parts.group(8))) {
            return Optional.empty();
        }
        return Optional.of(UUID.fromString(
                String.join("-", parts.group(2), parts.group(4), parts.group(5), parts.group(6), parts.group(7))));
    }

    private static boolean isClosed(@Nullable String open, @Nullable String close) {
        return open == null ? close == null : close != null && close.equals("(".equals(open) ? ")" : "}");
    }
}
