package io.pushmi.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every country. */
final class Amounts {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int UNIT = 1024;
    private static final int LARGEST_WITHOUT_FRACTION = 10;

    private Amounts() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and what it is of, whose plural ends in s. */
    static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    static String bytes(long number) {
        if (number < UNIT) {
            return count(number, "byte");
        }
        double rest = number;
        int unit = -1;
        while (rest >= UNIT && unit < UNITS.length - 1) {
            rest /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, rest < LARGEST_WITHOUT_FRACTION ? "%.1f %s" : "%.0f %s", rest, UNITS[unit]);
    }

    /** To the second, and to the minute where hours matter. */
    static String time(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
