package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.ShownEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command writes events. */
final class EventFormat {
    enum Form {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<form>",
            defaultValue = "table",
            description = "How to show events: table, or json, which is one object a line. Default: ${DEFAULT-VALUE}")
    private Form form = Form.table;

    private @Nullable EventTable table;

    /** Several events, in as many lines. */
    void write(List<ShownEvent> events, Output to) {
        if (form == Form.json) {
            events.forEach(event -> to.line(EventJson.of(event)));
            return;
        }
        if (table == null) {
            table = new EventTable(new Colours(Output.isColoured()));
        }
        table.write(events, to);
    }

    /** One event with all that is known of it. */
    void writeAll(ShownEvent event, Output to) {
        if (form == Form.json) {
            to.line(EventJson.of(event));
        } else {
            EventDetails.write(event, new Colours(Output.isColoured()), to);
        }
    }
}
