package io.pushmi.runtime.doors.pushmi;

import com.google.protobuf.Timestamp;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Single fields of requests. Each is named by its path from the request. */
final class Fields {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int LONGEST_SHOWN = 50;

    private Fields() {}

    static UUID uuid(String text, String field) {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new MalformedRequest(field, "expected a UUID, found " + shown(text));
        }
        return UUID.fromString(text);
    }

    static String notEmpty(String text, String field) {
        if (text.isEmpty()) {
            throw new MalformedRequest(field, "expected some text, found nothing");
        }
        return text;
    }

    static String notBlank(String text, String field) {
        if (text.isBlank()) {
            throw new MalformedRequest(field, "expected some text, found " + (text.isEmpty() ? "nothing" : "blanks"));
        }
        return text;
    }

    static SequenceNumber position(long value, String field) {
        return new SequenceNumber(small(value, field));
    }

    /** The number, or the largest one if it stands for no limit. */
    static long limit(long value, String field) {
        return value == 0 ? Long.MAX_VALUE : small(value, field);
    }

    static Instant instant(boolean isSet, Timestamp value, String field) {
        if (!isSet) {
            throw new MalformedRequest(field, "expected an instant, found nothing");
        }
        try {
            if (value.getNanos() >= 0 && value.getNanos() <= 999_999_999) {
                return Instant.ofEpochSecond(value.getSeconds(), value.getNanos());
            }
        } catch (DateTimeException beyondAllTimes) {
            throw new MalformedRequest(field + ".seconds", "expected an instant, found " + value.getSeconds());
        }
        throw new MalformedRequest(field + ".nanos", "expected 0 to 999999999, found " + value.getNanos());
    }

    /** A span of time that is not negative. */
    static Duration duration(boolean isSet, com.google.protobuf.Duration value, String field) {
        if (!isSet) {
            throw new MalformedRequest(field, "expected a duration, found nothing");
        }
        boolean isInRange = value.getSeconds() >= 0 && value.getNanos() >= 0 && value.getNanos() <= 999_999_999;
        if (!isInRange) {
            throw new MalformedRequest(
                    field,
                    "expected a duration that is not negative, found " + value.getSeconds() + " s and "
                            + value.getNanos() + " ns");
        }
        return Duration.ofSeconds(value.getSeconds(), value.getNanos());
    }

    /** Text that is kept for the record: not blank, and not too long for that. */
    static String remembered(String text, int longest, String field) {
        return requireShort(notBlank(text, field), longest, field);
    }

    static String requireShort(String text, int longest, String field) {
        if (text.length() > longest) {
            throw new MalformedRequest(field, "expected at most " + longest + " characters, found " + text.length());
        }
        return text;
    }

    /** Each value of a repeated field, as something else. */
    static <Q, T> Set<T> all(List<Q> values, String field, BiFunction<Q, String, T> read) {
        Set<T> all = new LinkedHashSet<>();
        for (int i = 0; i < values.size(); i++) {
            all.add(read.apply(values.get(i), field + "[" + i + "]"));
        }
        return all;
    }

    private static long small(long value, String field) {
        if (value < 0) {
            throw new MalformedRequest(
                    field, "expected at most " + Long.MAX_VALUE + ", found " + Long.toUnsignedString(value));
        }
        return value;
    }

    private static String shown(String text) {
        return text.isEmpty()
                ? "nothing"
                : "'" + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...") + "'";
    }
}
