package io.pushmi.runtime.configuration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All settings below one key, merged: what is put later replaces what was there. Remembers what was asked for, so that
 * the keys which nobody asked for can be named.
 */
final class SettingNode {
    /** What a key turned out to be, once it was asked for. */
    enum Use {
        UNKNOWN,
        VALUE,
        SECTION
    }

    private final List<String> path;
    private final Map<String, SettingNode> children = new LinkedHashMap<>();
    private String origin;
    private @Nullable String value;
    private Use use = Use.UNKNOWN;

    private SettingNode(List<String> path, String origin) {
        this.path = path;
        this.origin = origin;
    }

    static SettingNode root() {
        SettingNode root = new SettingNode(List.of(), "");
        root.use = Use.SECTION;
        return root;
    }

    static SettingNode absent(String origin) {
        return new SettingNode(List.of(), origin);
    }

    void put(Setting setting) {
        SettingNode node = this;
        for (int depth = 0; depth < setting.path().size(); depth++) {
            List<String> path = setting.path().subList(0, depth + 1);
            node = node.children.computeIfAbsent(
                    SettingName.canonical(setting.path().get(depth)), name -> new SettingNode(path, setting.origin()));
        }
        if (setting.value().isPresent()) {
            node.value = setting.value().get();
            node.origin = setting.origin();
        }
    }

    void remove(String name) {
        children.remove(SettingName.canonical(name));
    }

    Optional<SettingNode> child(String name) {
        return Optional.ofNullable(children.get(SettingName.canonical(name)));
    }

    Collection<SettingNode> children() {
        return children.values();
    }

    Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /** Whether any value is written here or below. */
    boolean isStated() {
        return (value != null && !value.isBlank()) || children.values().stream().anyMatch(SettingNode::isStated);
    }

    /** The last of the names that lead here, as it was first written. */
    String name() {
        return path.get(path.size() - 1);
    }

    String key() {
        return String.join(".", path);
    }

    String origin() {
        return origin;
    }

    /** Says what this key is; true the first time. */
    boolean use(Use as) {
        boolean first = use == Use.UNKNOWN;
        use = as;
        return first;
    }

    /** Adds the topmost keys that nobody asked for. */
    void collectUnknown(Collection<SettingNode> unknown) {
        if (use == Use.UNKNOWN) {
            unknown.add(this);
        } else if (use == Use.SECTION) {
            children.values().forEach(child -> child.collectUnknown(unknown));
        }
    }
}
