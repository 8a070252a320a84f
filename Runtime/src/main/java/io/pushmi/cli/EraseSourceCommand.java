package io.pushmi.cli;

import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.storage.EventSourceId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pushmi erase source}: erases the content of all events of an event source. */
@Command(
        name = "source",
        description = {
            "Erases the whole content of every event that an event source has now.",
            "The events keep their numbers, their types and the id of the event source.",
        })
final class EraseSourceCommand extends ErasingCommand {
    @Parameters(paramLabel = "<event source id>", description = "The event source.")
    @SuppressWarnings("NullAway.Init")
    private String source;

    @Override
    Target target() {
        return new Target.OfSource(new EventSourceId(source));
    }

    @Override
    String description() {
        return "the content of all events of event source '" + source + "'";
    }
}
