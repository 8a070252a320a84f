package io.pushmi.cli;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.doors.pushmi.ShownCommit;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Origin;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** All that is known of one event, a line for each thing; nothing is cut. */
final class EventDetails {
    private final List<Detail> details = new ArrayList<>();

    private EventDetails() {}

    private record Detail(String name, String value) {}

    static void write(ShownEvent event, Colours colours, Output to) {
        EventDetails all = new EventDetails();
        all.addEvent(event);
        all.addCommit(event.commit());
        all.addContext(event.commit().context());
        int width = all.details.stream()
                .mapToInt(detail -> detail.name().length())
                .max()
                .orElse(0);
        for (Detail detail : all.details) {
            String padding = " ".repeat(width - detail.name().length());
            to.line(colours.heading(detail.name()) + padding + "  " + detail.value());
        }
    }

    private void addEvent(ShownEvent shown) {
        Event event = shown.event();
        add("number", shown.number().toString());
        add("type", event.type() == null ? "(unknown)" : type(event.type()));
        add("source", event.source() == null ? "(unknown)" : event.source().value());
        if (event.id() != null) {
            add("id", event.id().value());
        }
        AppliedBy by = event.appliedBy();
        if (by != null) {
            add("aggregate", by.aggregate().root() + "/" + by.aggregate().source() + " at version " + by.version());
        }
        if (event.partition() != null) {
            add("partition", event.partition().value());
        }
        add("public", event.isPublic() ? "yes" : "no");
        add("content", EventTable.shown(event.content(), Integer.MAX_VALUE - 1));
        if (event.metadata() != null) {
            add("metadata", "(" + event.metadata() + ")");
        }
        Origin origin = event.origin();
        if (origin != null) {
            add(
                    "origin",
                    "event " + origin.sequenceNumber() + " of microservice " + origin.producer() + ", received "
                            + origin.received() + " under consent " + origin.consent());
        }
    }

    private void addCommit(ShownCommit commit) {
        add("occurred", commit.occurred().toString());
        add(
                "commit",
                commit.id()
                        + (commit.isIdChosen() ? " (chosen), " : ", ")
                        + (commit.count() == 1 ? "one event" : commit.count() + " events from " + commit.first()));
        add("kind", EventJson.kind(commit));
        if (commit.checkpoint() != null) {
            add(
                    "checkpoint",
                    commit.checkpoint().name() + " at " + commit.checkpoint().position());
        }
    }

    private void addContext(ExecutionContext context) {
        add("tenant", context.tenant().toString());
        add("microservice", context.microservice() + " " + context.version());
        add("environment", context.environment().name());
        add("correlation", context.correlation().toString());
        if (context.span() != null) {
            add("span", HexFormat.of().toHexDigits(context.span().value()));
        }
        context.claims().forEach(claim -> add("claim " + claim.key(), claim.value()));
    }

    private void add(String name, String value) {
        details.add(new Detail(Text.shown(name), Text.shown(value)));
    }

    private static String type(EventType type) {
        String id = type.id().value();
        return type.generation().equals(Generation.FIRST) ? id : id + " (generation " + type.generation() + ")";
    }
}
