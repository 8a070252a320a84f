package io.pushmi.runtime.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The settings below one key, read with their types. A wrong value is noted as a problem, and reading goes on as though
 * it were absent, so that one look finds all that is wrong.
 */
final class Section {
    private static final String SETTINGS_BELOW = "settings below this key";

    private final String key;
    private final SettingNode node;
    private final Problems problems;

    private Section(String key, SettingNode node, Problems problems) {
        this.key = key;
        this.node = node;
        this.problems = problems;
    }

    static Section root(SettingNode settings, Problems problems) {
        return new Section("", settings, problems);
    }

    Section section(String name) {
        SettingNode child = node.child(name).orElseGet(() -> SettingNode.absent(node.origin()));
        if (child.use(SettingNode.Use.SECTION)
                && child.value().filter(value -> !value.isBlank()).isPresent()) {
            // Not shown: whole sections may be pasted here, with the secrets in them.
            problems.add(keyOf(name), child.origin(), "found a single value", SETTINGS_BELOW);
        }
        return new Section(keyOf(name), child, problems);
    }

    /** Visits the sections below this one that are named by ids, in the order in which they were written. */
    void eachById(BiConsumer<UUID, Section> visitor) {
        for (SettingNode child : node.children()) {
            Optional<UUID> id = SettingName.id(child.name());
            if (id.isPresent()) {
                visitor.accept(id.get(), section(child.name()));
            } else {
                child.use(SettingNode.Use.VALUE);
                problems.add(
                        keyOf(child.name()),
                        child.origin(),
                        "found " + Shown.value("", child.name()),
                        Expected.ID.description());
            }
        }
    }

    /** The sections of a list, in order. */
    List<Section> sections(String name) {
        Section list = section(name);
        return list.elements().stream().map(list::section).toList();
    }

    <T> List<T> list(String name, Expected<T> expected) {
        Section list = section(name);
        return list.elements().stream()
                .flatMap(element -> list.find(element, expected).stream())
                .toList();
    }

    <T> T get(String name, Expected<T> expected, T fallback) {
        return find(name, expected).orElse(fallback);
    }

    /** The value of a setting; nothing where it is not set, is blank, or is wrong. */
    <T> Optional<T> find(String name, Expected<T> expected) {
        Optional<String> stated = raw(name, expected).map(String::strip).filter(text -> !text.isEmpty());
        Optional<T> converted = stated.flatMap(expected.conversion());
        if (stated.isPresent() && converted.isEmpty()) {
            refuse(name, "found " + Shown.value(keyOf(name), stated.get()), expected.description());
        }
        return converted;
    }

    /** The value of a setting that has no default. Only its absence is noted here: what is wrong was noted already. */
    <T> Optional<T> require(String name, Expected<T> expected) {
        boolean wrongShape =
                node.child(name).filter(child -> !child.children().isEmpty()).isPresent();
        if (!states(name) && !wrongShape) {
            refuse(name, "not set", expected.description());
        }
        return find(name, expected);
    }

    /** The text of a setting exactly as written, be it empty; a problem when there is none. */
    Optional<String> requireExactly(String name, Expected<String> expected) {
        Optional<String> text = raw(name, expected);
        if (text.isEmpty()) {
            refuse(name, "not set", expected.description());
        }
        return text;
    }

    void refuse(String name, String found, String expected) {
        problems.add(keyOf(name), originOf(name), found, expected);
    }

    boolean isStated() {
        return node.isStated();
    }

    boolean states(String name) {
        return node.child(name)
                .flatMap(SettingNode::value)
                .filter(value -> !value.isBlank())
                .isPresent();
    }

    private <T> Optional<String> raw(String name, Expected<T> expected) {
        Optional<SettingNode> child = node.child(name);
        if (child.isEmpty()) {
            return Optional.empty();
        }
        boolean first = child.get().use(SettingNode.Use.VALUE);
        if (first && !child.get().children().isEmpty()) {
            refuse(name, "found " + SETTINGS_BELOW, expected.description());
        }
        return child.get().value();
    }

    private List<String> elements() {
        List<String> indices = new ArrayList<>();
        for (SettingNode child : node.children()) {
            if (child.name().matches("[0-9]{1,9}")) {
                indices.add(child.name());
            } else {
                child.use(SettingNode.Use.VALUE);
                problems.add(keyOf(child.name()), child.origin(), "found a name", "a list, or the position in it");
            }
        }
        indices.sort(Comparator.comparingInt(Integer::parseInt));
        return indices;
    }

    private String originOf(String name) {
        return node.child(name).map(SettingNode::origin).orElse(node.origin());
    }

    private String keyOf(String name) {
        return key.isEmpty() ? name : key + "." + name;
    }
}
