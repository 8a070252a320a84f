package io.pushmi.cli;

import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushmi events tail}: the end of a log, and what comes. */
@Command(
        name = "tail",
        description =
                "Shows the newest events, the newest last, and goes on with those that come if it is told to follow.")
final class TailCommand extends ReadingCommand {
    private static final int DEFAULT_LAST = 10;

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--from", paramLabel = "<number>", description = "Begin with this event instead.")
    private @Nullable Long from;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "<count>",
            defaultValue = "" + DEFAULT_LAST,
            description = "How many events to begin with. Default: ${DEFAULT-VALUE}")
    private long last = DEFAULT_LAST;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with every event as it is committed, until interrupted.")
    private boolean follows;

    @Override
    void show(RemoteLog log, Output output) {
        EventFilter wanted = filter.filter();
        SequenceNumber begin = from == null ? null : Numbers.position(from, "--from", spec());
        Numbers.requireNotNegative(last, "--last", spec());
        if (follows) {
            follow(log, begin, wanted, output);
        } else if (begin != null) {
            showAll(log.read(new EventRange(begin, null, Direction.FORWARD), wanted, ReadLimit.NONE), output);
        } else {
            showNewest(log, log.head(), wanted, output);
        }
    }

    private void follow(RemoteLog log, @Nullable SequenceNumber begin, EventFilter wanted, Output output) {
        Interruption interruption = Interruption.ends(log::close);
        try {
            SequenceNumber from = begin == null ? log.head() : begin;
            if (begin != null || showNewest(log, from, wanted, output)) {
                showAll(log.follow(from, wanted), output);
            }
        } catch (RemoteFailure failure) {
            if (!interruption.hasCome()) {
                throw failure;
            }
        } finally {
            interruption.isOver();
        }
    }

    private boolean showNewest(RemoteLog log, SequenceNumber end, EventFilter wanted, Output output) {
        format().write(newest(log, end, wanted), output);
        return output.flush();
    }

    private List<ShownEvent> newest(RemoteLog log, SequenceNumber end, EventFilter wanted) {
        List<ShownEvent> newest = new ArrayList<>();
        if (last > 0) {
            log.read(
                            new EventRange(SequenceNumber.FIRST, end, Direction.BACKWARD),
                            wanted,
                            new ReadLimit(last, Long.MAX_VALUE))
                    .forEachRemaining(page -> newest.addAll(page.events()));
        }
        Collections.reverse(newest);
        return newest;
    }
}
