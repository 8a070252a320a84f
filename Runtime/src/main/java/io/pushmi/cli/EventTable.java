package io.pushmi.cli;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Events as rows below a heading. Columns are as wide as what came so far, since what is followed has no end to wait for;
 * only texts that are very long are cut.
 */
final class EventTable {
    private static final List<String> HEADINGS = List.of("NUMBER", "OCCURRED", "TYPE", "SOURCE", "VERSION", "CONTENT");
    private static final int NUMBER = 0;
    private static final int OCCURRED = 1;
    private static final int TYPE = 2;
    private static final int CONTENT = 5;
    private static final int LONGEST_ID = 60;
    private static final int LONGEST_CONTENT = 200;
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Colours colours;
    private final int[] widths = HEADINGS.stream().mapToInt(String::length).toArray();
    private boolean hasHeading;

    EventTable(Colours colours) {
        this.colours = colours;
    }

    void write(List<ShownEvent> events, Output to) {
        List<List<String>> rows = new ArrayList<>();
        for (ShownEvent event : events) {
            List<String> row = row(event);
            rows.add(row);
            for (int i = 0; i < CONTENT; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        if (!hasHeading && !rows.isEmpty()) {
            hasHeading = true;
            to.line(colours.heading(line(HEADINGS, false)));
        }
        for (int i = 0; i < rows.size(); i++) {
            ShownEvent event = events.get(i);
            boolean isAside = event.event().isErased() || event.commit().kind() == CommitKind.SYSTEM;
            to.line(isAside ? colours.aside(line(rows.get(i), false)) : line(rows.get(i), true));
        }
    }

    /** The moment in UTC, to the millisecond. */
    static String shown(Instant occurred) {
        return INSTANT.format(occurred);
    }

    static String shown(EventType type) {
        String id = Text.cut(type.id().value(), LONGEST_ID);
        return type.generation().equals(Generation.FIRST) ? id : id + " (" + type.generation() + ")";
    }

    static String shown(Content content, int longest) {
        if (!(content instanceof Content.Legible present)) {
            return "(erased)";
        }
        return present.type().equals(ContentType.JSON)
                ? Text.cut(present.bytes().asUtf8(), longest)
                : "(" + Text.cut(present.type().value(), LONGEST_ID) + ", " + present.bytes() + ")";
    }

    private static List<String> row(ShownEvent shown) {
        Event event = shown.event();
        AppliedBy by = event.appliedBy();
        return List.of(
                shown.number().toString(),
                shown(shown.commit().occurred()),
                event.type() == null ? "(unknown)" : shown(event.type()),
                event.source() == null ? "(unknown)" : Text.cut(event.source().value(), LONGEST_ID),
                by == null ? "" : by.version().toString(),
                shown(event.content(), LONGEST_CONTENT));
    }

    private String line(List<String> row, boolean isColoured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < CONTENT; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            String text = i == NUMBER ? padding + row.get(i) : row.get(i) + padding;
            line.append(isColoured ? coloured(i, text) : text).append("  ");
        }
        return line.append(row.get(CONTENT)).toString();
    }

    private String coloured(int column, String text) {
        return switch (column) {
            case TYPE -> colours.type(text);
            case OCCURRED -> colours.aside(text);
            default -> text;
        };
    }
}
