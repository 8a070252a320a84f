package io.pushmi.runtime.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * The settings of one file, which is YAML or its subset JSON. Scalars keep the text that they are written with, which is
 * why this reads events and not values; elements of a list are named by their position.
 */
final class YamlFile {
    // Far beyond any real configuration, and what keeps aliases of aliases from filling the memory.
    private static final int MOST_SETTINGS = 100_000;
    private static final int DEEPEST = 64;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\/");

    private final String file;
    private final Iterator<Event> events;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, List<Setting>> anchors = new HashMap<>();

    private YamlFile(String file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
    }

    /**
     * Reads a whole file.
     *
     * @throws InvalidConfiguration if it cannot be read, or is not a mapping in well-formed YAML
     */
    static List<Setting> read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException malformed) {
            throw new InvalidConfiguration(Shown.line(file + ": found other bytes, expected text in UTF-8"), malformed);
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(
                    Shown.line(file + ": cannot be read (" + unreadable + "), expected a readable file"), unreadable);
        }
    }

    private static List<Setting> parse(String text, String file) {
        try {
            Iterable<Event> events = new Yaml().parse(new StringReader(asYaml(text)));
            YamlFile yaml = new YamlFile(file, events.iterator());
            yaml.readStream();
            return yaml.settings;
        } catch (YAMLException malformed) {
            throw new InvalidConfiguration(
                    Shown.line(
                            file + place(malformed) + ": malformed (" + reason(malformed) + "), expected YAML or JSON"),
                    malformed);
        }
    }

    /** What JSON has and YAML has not: tabs, and slashes that are escaped. And editors leave byte order marks. */
    private static String asYaml(String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return content.stripLeading().startsWith("{")
                ? ESCAPED_SLASH.matcher(content.replace('\t', ' ')).replaceAll("$1/")
                : content;
    }

    private void readStream() {
        next();
        if (next().is(Event.ID.StreamEnd)) {
            return;
        }
        Event root = next();
        boolean isEmpty = root instanceof ScalarEvent scalar && isNull(scalar);
        if (!isEmpty && !(root instanceof MappingStartEvent)) {
            String found = root instanceof SequenceStartEvent ? "a list" : "a single value";
            throw refused(root, "found " + found, "keys with values");
        }
        readValue(root, List.of());
        next();
        Event end = next();
        if (!end.is(Event.ID.StreamEnd)) {
            throw refused(end, "found a second document", "one document");
        }
    }

    private void readValue(Event event, List<String> path) {
        int start = settings.size();
        if (event instanceof AliasEvent alias) {
            repeat(alias, path);
            return;
        }
        if (event instanceof ScalarEvent scalar) {
            add(scalar, path, Optional.of(scalar.getValue()).filter(text -> !isNull(scalar)));
        } else if (event instanceof MappingStartEvent) {
            readMapping(event, path);
        } else {
            readList(event, path);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(
                    anchor,
                    settings.subList(start, settings.size()).stream()
                            .map(setting -> setting.within(path.size()))
                            .toList());
        }
    }

    private void readMapping(Event mapping, List<String> path) {
        add(mapping, path, Optional.empty());
        Set<String> names = new HashSet<>();
        for (Event key = next(); !key.is(Event.ID.MappingEnd); key = next()) {
            if (!(key instanceof ScalarEvent scalar)) {
                throw refused(key, "found a key that is no text", "a key and its value");
            }
            List<String> below = below(path, scalar.getValue());
            if (!names.add(SettingName.canonical(scalar.getValue()))) {
                throw refused(
                        key,
                        "found " + Shown.shortLine(String.join(".", below)) + " again",
                        "each key once, in whatever case");
            }
            readValue(next(), below);
        }
    }

    private void readList(Event list, List<String> path) {
        add(list, path, Optional.empty());
        int index = 0;
        for (Event element = next(); !element.is(Event.ID.SequenceEnd); element = next()) {
            readValue(element, below(path, Integer.toString(index++)));
        }
    }

    private void repeat(AliasEvent alias, List<String> path) {
        List<Setting> anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw refused(alias, "found the alias *" + alias.getAnchor(), "an anchor of that name before it");
        }
        for (Setting setting : anchored) {
            Setting repeated = setting.under(path);
            add(alias, repeated.path(), repeated.value());
        }
    }

    private void add(Event event, List<String> path, Optional<String> value) {
        if (settings.size() == MOST_SETTINGS || path.size() > DEEPEST) {
            throw refused(event, "found more", "at most " + MOST_SETTINGS + " keys and " + DEEPEST + " levels");
        }
        settings.add(new Setting(path, value, origin(event)));
    }

    private Event next() {
        return events.next();
    }

    private static boolean isNull(ScalarEvent scalar) {
        return scalar.isPlain() && scalar.getTag() == null && NULLS.contains(scalar.getValue());
    }

    private static List<String> below(List<String> path, String name) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        return below;
    }

    private String origin(Event event) {
        return file + ", line " + (event.getStartMark().getLine() + 1);
    }

    private InvalidConfiguration refused(Event event, String found, String expected) {
        return new InvalidConfiguration(List.of(Shown.line(origin(event) + ": " + found + ", expected " + expected)));
    }

    private static String place(YAMLException malformed) {
        if (malformed instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
        }
        return "";
    }

    /** The problem alone: the whole message quotes the file, with the secrets in it. */
    private static String reason(YAMLException malformed) {
        return malformed instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : "not a text of printable characters and moderate length";
    }
}
