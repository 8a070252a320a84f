package io.pushmi.runtime.configuration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Environment variables as settings: {@code DOLITTLE__RUNTIME__SECTION__KEY}, in any case. An empty one counts as not set. */
final class EnvironmentVariables {
    private static final String PREFIX = "dolittle__runtime__";
    private static final String SEPARATOR = "__";

    private EnvironmentVariables() {}

    static void apply(Map<String, String> environment, SettingNode settings, Problems problems) {
        Map<List<String>, String> names = new HashMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            String name = variable.toLowerCase(Locale.ROOT);
            if (!name.startsWith(PREFIX) || value.isBlank()) {
                return;
            }
            List<String> path = Arrays.asList(name.substring(PREFIX.length()).split(SEPARATOR, -1));
            String other =
                    names.putIfAbsent(path.stream().map(SettingName::canonical).toList(), variable);
            if (other != null && !value.equals(environment.get(other))) {
                problems.add(
                        String.join(".", path),
                        variable,
                        "found another value than in " + other,
                        "one variable for each key, in whatever case");
            }
            settings.put(new Setting(path, Optional.of(value), variable));
        });
    }
}
