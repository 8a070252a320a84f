package io.pushmi.runtime.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The consents of {@code event-horizon-consents.json}: a list for each producing tenant, of all its consumers together. */
final class LegacyConsents {
    private static final String CONSUMER = "microservice";
    private static final String CONSUMER_TENANT = "tenant";

    private LegacyConsents() {}

    static void apply(List<Setting> written, SettingNode settings) {
        Map<List<String>, List<Setting>> consents = new LinkedHashMap<>();
        for (Setting setting : written) {
            if (setting.path().size() > 2) {
                List<String> consent = setting.path().subList(0, 2);
                consents.computeIfAbsent(consent, none -> new ArrayList<>()).add(setting);
            } else if (setting.value().isPresent()) {
                throw refused(setting, "found a single value", "a list of consents for each tenant");
            }
        }
        Map<List<String>, Integer> counts = new HashMap<>();
        consents.forEach((consent, fields) -> {
            String tenant = consent.get(0);
            String consumer = consumerOf(fields);
            int count = counts.merge(
                    List.of(SettingName.canonical(tenant), SettingName.canonical(consumer)), 1, Integer::sum);
            List<String> place =
                    List.of("tenants", tenant, "eventHorizons", consumer, "consents", Integer.toString(count - 1));
            settings.put(new Setting(place, Optional.empty(), fields.get(0).origin()));
            fields.forEach(field -> put(field.within(2), place, settings));
        });
    }

    private static String consumerOf(List<Setting> fields) {
        return fields.stream()
                .filter(field -> field.path().size() == 3 && field.path().get(2).equalsIgnoreCase(CONSUMER))
                .flatMap(field -> field.value().stream())
                .findFirst()
                .orElseThrow(() -> refused(fields.get(0), "found no " + CONSUMER, "the id of the one that consumes"));
    }

    private static void put(Setting field, List<String> place, SettingNode settings) {
        String name = field.path().get(0);
        if (!name.equalsIgnoreCase(CONSUMER)) {
            String today = name.equalsIgnoreCase(CONSUMER_TENANT) ? "consumerTenant" : name;
            settings.put(field.within(1).under(List.of(today)).under(place));
        }
    }

    private static InvalidConfiguration refused(Setting setting, String found, String expected) {
        Problems problems = new Problems();
        problems.add(String.join(".", setting.path()), setting.origin(), found, expected);
        return problems.refusal();
    }
}
