package io.pushmi.cli;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Replacement;
import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.storage.EventSourceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code pushmi erase properties}: erases properties of all events of a type. */
@Command(
        name = "properties",
        description = {
            "Erases properties of every event of a type that the log has now, in all generations of the type.",
            "They are those of the outermost JSON object of the content. Everything else stays as it is.",
        })
final class ErasePropertiesCommand extends ErasingCommand {
    @Parameters(
            paramLabel = "<event type>",
            converter = FilterOptions.EventTypeConverter.class,
            description = "The id of the event type.")
    @SuppressWarnings("NullAway.Init")
    private EventTypeId type;

    @Option(
            names = "--property",
            required = true,
            paramLabel = "<name>[=<value>]",
            description =
                    "A property, by its exact name. It is removed, or set to the value: a number, true, false or a"
                            + " string in quotes as in JSON, and any other text as it is. Can be given several times.")
    private List<String> properties = List.of();

    @Option(names = "--source", paramLabel = "<id>", description = "Only events of this event source. Default: of all")
    private @Nullable String source;

    @Override
    Target target() {
        Map<String, Replacement> replacements = new LinkedHashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            String name = equals < 0 ? property : property.substring(0, equals);
            Replacement replacement =
                    equals < 0 ? Replacement.REMOVED : PropertyValue.of(property.substring(equals + 1));
            if (replacements.put(name, replacement) != null) {
                throw new ParameterException(
                        spec().commandLine(), "--property: expected each name once, found '" + name + "' again");
            }
        }
        return new Target.OfProperties(type, replacements, source == null ? null : new EventSourceId(source));
    }

    @Override
    String description() {
        return "properties of all events of type " + type + (source == null ? "" : " and event source '" + source + "'")
                + ": " + String.join(", ", properties);
    }
}
