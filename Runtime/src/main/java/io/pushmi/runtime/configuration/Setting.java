package io.pushmi.runtime.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value at one key, and where it was written.
 *
 * @param path the names from the root of the configuration down to the value, as written
 * @param value the text of the value; empty where a key was written that states nothing, such as an empty section
 * @param origin the file and line, or the environment variable
 */
record Setting(List<String> path, Optional<String> value, String origin) {
    Setting {
        path = List.copyOf(path);
    }

    Setting under(List<String> parent) {
        List<String> moved = new ArrayList<>(parent);
        moved.addAll(path);
        return new Setting(moved, value, origin);
    }

    Setting within(int depth) {
        return new Setting(path.subList(depth, path.size()), value, origin);
    }
}
