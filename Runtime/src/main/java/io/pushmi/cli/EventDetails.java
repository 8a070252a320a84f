package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.ShownCommit;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that is known of one event, a line for each thing. */
final class EventDetails {
    private EventDetails() {}

    static void write(ShownEvent event, Colours colours, Output to) {
        Map<String, String> details = new LinkedHashMap<>();
        addEvent(event, details);
        addCommit(event.commit(), details);
        int width = details.keySet().stream().mapToInt(String::length).max().orElse(0);
        details.forEach((name, value) ->
                to.line(colours.heading(name) + " ".repeat(width - name.length()) + "  " + Text.shown(value)));
    }

    private static void addEvent(ShownEvent shown, Map<String, String> to) {
        Event event = shown.event();
        to.put("number", shown.number().toString());
        to.put("type", event.type() == null ? "(unknown)" : EventTable.shown(event.type()));
        to.put("source", event.source() == null ? "(unknown)" : event.source().value());
        if (event.id() != null) {
            to.put("id", event.id().value());
        }
        AppliedBy by = event.appliedBy();
        if (by != null) {
            to.put("aggregate", by.aggregate().root() + "/" + by.aggregate().source() + " at version " + by.version());
        }
        if (event.partition() != null) {
            to.put("partition", event.partition().value());
        }
        to.put("public", event.isPublic() ? "yes" : "no");
        to.put("content", EventTable.shown(event.content(), Integer.MAX_VALUE - 1));
        if (event.metadata() != null) {
            to.put("metadata", event.metadata().toString());
        }
        Origin origin = event.origin();
        if (origin != null) {
            to.put(
                    "origin",
                    "event " + origin.sequenceNumber() + " of microservice " + origin.producer() + ", received "
                            + origin.received() + " under consent " + origin.consent());
        }
    }

    private static void addCommit(ShownCommit commit, Map<String, String> to) {
        ExecutionContext context = commit.context();
        to.put("occurred", commit.occurred().toString());
        to.put(
                "commit",
                commit.id() + (commit.isIdChosen() ? " (chosen)" : "") + ", " + commit.count() + " events from "
                        + commit.first());
        to.put("kind", EventJson.kind(commit));
        if (commit.checkpoint() != null) {
            to.put(
                    "checkpoint",
                    commit.checkpoint().name() + " at " + commit.checkpoint().position());
        }
        to.put("tenant", context.tenant().toString());
        to.put("microservice", context.microservice() + " " + context.version());
        to.put("environment", context.environment().name());
        to.put("correlation", context.correlation().toString());
        context.claims().forEach(claim -> to.put("claim " + Text.shown(claim.key()), claim.value()));
    }
}
