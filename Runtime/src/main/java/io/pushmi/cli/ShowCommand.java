package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code pushmi events show}: a part of a log. */
@Command(name = "show", description = "Shows a part of a log: all of it, unless it is told where to begin and to end.")
final class ShowCommand extends ReadingCommand {
    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--from", paramLabel = "<number>", description = "The first event of the part.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "<number>", description = "The event after the last one of the part.")
    private @Nullable Long to;

    @Option(
            names = "--since",
            paramLabel = "<instant>",
            converter = InstantConverter.class,
            description = "Only events committed then or later, such as 2026-03-01T12:00:00Z.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "<instant>",
            converter = InstantConverter.class,
            description = "Only events committed before.")
    private @Nullable Instant until;

    @Option(names = "--backward", description = "The newest event first.")
    private boolean backward;

    @Option(
            names = "--last",
            paramLabel = "<count>",
            description = "Only so many events, from the end of the part, the newest first.")
    private @Nullable Long last;

    @Option(names = "--limit", paramLabel = "<count>", description = "Show so many events at most.")
    private @Nullable Long limit;

    @Override
    void show(RemoteLog log, Output output) {
        ReadLimit most = limit();
        EventRange range = range(log);
        if (range != null) {
            showAll(log.read(range, filter.filter(), most), output);
        }
    }

    private ReadLimit limit() {
        Long events = last == null ? limit : last;
        if (last != null && limit != null) {
            throw new ParameterException(spec().commandLine(), "--last and --limit: expected one of them");
        }
        if (events == null) {
            return ReadLimit.NONE;
        }
        if (events < 1) {
            throw new ParameterException(
                    spec().commandLine(),
                    (last == null ? "--limit" : "--last") + ": expected 1 or more, found " + events);
        }
        return new ReadLimit(events, Long.MAX_VALUE);
    }

    /** The part; null if nothing can be in it. */
    private @Nullable EventRange range(RemoteLog log) {
        SequenceNumber begin = from == null ? SequenceNumber.FIRST : Numbers.position(from, "--from", spec());
        SequenceNumber end = to == null ? null : Numbers.position(to, "--to", spec());
        if (end != null && end.isBefore(begin)) {
            throw new ParameterException(
                    spec().commandLine(), "--to: expected " + begin + " or more, where --from is, found " + end);
        }
        if (since != null) {
            begin = later(begin, log.positionOf(since));
        }
        if (until != null) {
            SequenceNumber before = log.positionOf(until);
            end = end == null || before.isBefore(end) ? before : end;
        }
        if (end != null && end.isBefore(begin)) {
            return null;
        }
        return new EventRange(begin, end, backward || last != null ? Direction.BACKWARD : Direction.FORWARD);
    }

    private static SequenceNumber later(SequenceNumber one, SequenceNumber other) {
        return one.isBefore(other) ? other : one;
    }

    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException unreadable) {
                throw new TypeConversionException(
                        "expected an instant such as 2026-03-01T12:00:00Z, found '" + text + "'");
            }
        }
    }
}
