package io.pushmi.cli;

import io.pushmi.cli.ListFormat.Columns;
import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import io.pushmi.runtime.doors.pushmi.RemoteLog;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.doors.pushmi.ShownPage;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.events.RegisteredArtifact;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pushmi aggregates events}: what one aggregate has applied. */
@Command(
        name = "events",
        description = "Shows the last ten events of an aggregate, the newest last; as JSON all of its events.")
final class AggregateEventsCommand extends OperatingCommand {
    private static final ReadLimit LAST_TEN = new ReadLimit(10, Long.MAX_VALUE);
    private static final ReadLimit ALL = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);

    @Mixin
    private final TenantOption tenant = new TenantOption();

    @Mixin
    private final ListFormat format = new ListFormat();

    @Parameters(index = "0", paramLabel = "<id or alias>", description = "The aggregate root.")
    @SuppressWarnings("NullAway.Init")
    private String root;

    @Parameters(index = "1", paramLabel = "<event source id>", description = "The event source.")
    @SuppressWarnings("NullAway.Init")
    private String source;

    @Override
    void operate(PrintWriter out) {
        try (RemoteManagement management = management();
                RemoteLog log = log(tenant.id())) {
            EventFilter ofAggregate =
                    new EventFilter(Set.of(), Set.of(), Set.of(aggregate(management)), Set.of(), Set.of(), false);
            if (format.isJson()) {
                writeAll(log.read(range(Direction.FORWARD), ofAggregate, ALL), out);
            } else {
                writeLast(log.read(range(Direction.BACKWARD), ofAggregate, LAST_TEN), management, out);
            }
        }
    }

    private AggregateId aggregate(RemoteManagement management) {
        String id = AggregatesCommand.named(root, management, Optional.of(tenant.id()))
                .declared()
                .id();
        return new AggregateId(new AggregateRootId(id), new EventSourceId(source));
    }

    private static EventRange range(Direction direction) {
        return new EventRange(SequenceNumber.FIRST, null, direction);
    }

    private static void writeAll(Iterator<ShownPage> pages, PrintWriter out) {
        while (pages.hasNext() && !out.checkError()) {
            pages.next().events().forEach(event -> out.println(EventJson.of(event)));
        }
    }

    private void writeLast(Iterator<ShownPage> pages, RemoteManagement management, PrintWriter out) {
        List<ShownEvent> events = new ArrayList<>();
        pages.forEachRemaining(page -> events.addAll(page.events()));
        Collections.reverse(events);
        Map<String, String> aliases = management.eventTypes().stream()
                .filter(type -> !type.alias().isEmpty())
                .collect(Collectors.toMap(RegisteredArtifact::id, RegisteredArtifact::alias));
        Columns<ShownEvent> narrow = new Columns<>(
                List.of("AggregateRootVersion", "EventLogSequenceNumber", "EventType"),
                event -> List.of(version(event), event.number().toString(), type(event, aliases)));
        Columns<ShownEvent> wide = new Columns<>(
                List.of("AggregateRootVersion", "EventLogSequenceNumber", "EventType", "Public", "Occurred"),
                event -> List.of(
                        version(event),
                        event.number().toString(),
                        type(event, aliases),
                        Shown.yesOrNo(event.event().isPublic()),
                        Shown.instant(event.commit().occurred())));
        format.write(events, narrow, wide, event -> Map.of(), out);
    }

    private static String version(ShownEvent event) {
        AppliedBy by = event.event().appliedBy();
        return by == null ? "" : by.version().toString();
    }

    private static String type(ShownEvent event, Map<String, String> aliases) {
        EventType type = event.event().type();
        return type == null
                ? "(unknown)"
                : aliases.getOrDefault(type.id().value(), type.id().value());
    }
}
