package io.pushmi.runtime.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The settings of one file, which is YAML or its subset JSON. Scalars keep the text that they are written with; elements
 * of a list are named by their position.
 */
final class YamlFile {
    // Far beyond any real configuration, and what keeps aliases of aliases from filling the memory.
    private static final int MOST_SETTINGS = 100_000;
    private static final int DEEPEST = 64;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private final String file;
    private final YAMLParser parser;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<Object, List<Setting>> anchors = new HashMap<>();

    private YamlFile(String file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
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

    private static List<Setting> parse(String text, String file) throws IOException {
        try (YAMLParser parser = YAML.createParser(asYaml(text))) {
            YamlFile yaml = new YamlFile(file, parser);
            yaml.readDocument();
            return yaml.settings;
        } catch (JsonProcessingException malformed) {
            throw new InvalidConfiguration(
                    Shown.line(file + at(malformed.getLocation()) + ": malformed (" + reason(malformed)
                            + "), expected YAML or JSON"),
                    malformed);
        }
    }

    /** JSON may be indented by tabs, which YAML admits nowhere; and editors leave byte order marks. */
    private static String asYaml(String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return content.stripLeading().startsWith("{") ? content.replace('\t', ' ') : content;
    }

    private void readDocument() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw refused(
                    "found " + (first == JsonToken.START_ARRAY ? "a list" : "a single value"), "keys with values");
        }
        readValue(List.of());
        if (parser.nextToken() != null) {
            throw refused("found a second document", "one document");
        }
    }

    private void readValue(List<String> path) throws IOException {
        Object anchor = parser.getObjectId();
        int start = settings.size();
        boolean isAlias = parser.isCurrentAlias();
        if (isAlias) {
            repeat(parser.getText(), path);
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            readMapping(path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            readList(path);
        } else {
            readScalar(path);
        }
        if (anchor != null && !isAlias) {
            anchors.put(
                    anchor,
                    settings.subList(start, settings.size()).stream()
                            .map(setting -> setting.within(path.size()))
                            .toList());
        }
    }

    private void readMapping(List<String> path) throws IOException {
        add(new Setting(path, Optional.empty(), origin()));
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            List<String> below = below(path, name);
            if (!names.add(SettingName.canonical(name))) {
                throw refused("found " + String.join(".", below) + " again", "each key once, in whatever case");
            }
            parser.nextToken();
            readValue(below);
        }
    }

    private void readList(List<String> path) throws IOException {
        add(new Setting(path, Optional.empty(), origin()));
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            readValue(below(path, Integer.toString(index)));
        }
    }

    private void readScalar(List<String> path) throws IOException {
        boolean states = parser.currentToken() != JsonToken.VALUE_NULL;
        add(new Setting(path, states ? Optional.ofNullable(parser.getText()) : Optional.empty(), origin()));
    }

    private void repeat(String anchor, List<String> path) {
        List<Setting> anchored = anchors.get(anchor);
        if (anchored == null) {
            throw refused("found the alias *" + anchor, "an anchor before it");
        }
        anchored.forEach(setting -> add(setting.under(path)));
    }

    private void add(Setting setting) {
        if (settings.size() == MOST_SETTINGS || setting.path().size() > DEEPEST) {
            throw refused("found too much", "at most " + MOST_SETTINGS + " keys and " + DEEPEST + " levels");
        }
        settings.add(setting);
    }

    private static List<String> below(List<String> path, String name) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        return below;
    }

    private String origin() {
        return file + ", line " + parser.currentTokenLocation().getLineNr();
    }

    private InvalidConfiguration refused(String found, String expected) {
        return new InvalidConfiguration(List.of(Shown.line(origin() + ": " + found + ", expected " + expected)));
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The problem alone: the parser's own messages quote the file, with the secrets in it. */
    private static String reason(JsonProcessingException malformed) {
        return malformed.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : "not well-formed";
    }
}
